package dev.workerpool.main;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which channel a command is about. */
final class ChannelOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The run on this machine that keeps its data there (workerpool run --data DIR).")
  Path data;

  @Option(
      names = {"-p", "--pool"},
      paramLabel = "NAME",
      description = "The pool. Needed in a cluster, and where several runs go on.")
  String pool;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "In a cluster: the pool's namespace. Default: the context's.")
  String namespace;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "In a cluster: the kubeconfig's context. Default: the current one.")
  String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "In a cluster: the kubeconfig.")
  Path kubeconfig;

  @Option(
      names = "--relay-namespace",
      paramLabel = "NAME",
      defaultValue = "workerpool-system",
      description = "In a cluster: where WorkerPool is installed. Default: ${DEFAULT-VALUE}.")
  String relayNamespace;

  /** Whether an option says that it is a cluster's. */
  boolean inCluster() {
    return namespace != null || context != null || kubeconfig != null;
  }
}
