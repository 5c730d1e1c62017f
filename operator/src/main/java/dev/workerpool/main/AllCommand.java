package dev.workerpool.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code workerpool all}: operator and relay in one process, for small clusters. */
@Command(
    name = "all",
    description = "Runs operator and relay in one process; only within a cluster.",
    mixinStandardHelpOptions = true)
final class AllCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    if (System.getenv("KUBERNETES_SERVICE_HOST") == null) {
      // Workers reach the relay at this pod's address: there is none outside.
      System.err.println(
          "workerpool all: runs only within a cluster; for this machine there is: workerpool run");
      return ExitStatus.BAD_INPUT;
    }
    return ClusterRoles.run("all", true);
  }
}
