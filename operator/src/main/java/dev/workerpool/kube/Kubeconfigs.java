package dev.workerpool.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which cluster a person means, and as whom: by a kubeconfig and one of its contexts. */
final class Kubeconfigs {
  private Kubeconfigs() {}

  /**
   * Reads the kubeconfig; nothing is asked of the cluster yet. The client library would take the
   * current context in place of one that isn't there, and so another cluster than was named.
   *
   * @param file null for the usual one
   * @param context null for the current one
   * @throws NoCluster when there is no such file, or no such context in it
   */
  static Config read(Path file, String context) {
    Config config = file == null ? usual(context) : of(file, context);
    String found = config.getCurrentContext() == null ? null : config.getCurrentContext().getName();
    if (context != null && !context.equals(found)) {
      throw new NoCluster("context", "no context " + context + " in the kubeconfig");
    } else if (file != null && found == null) {
      throw new NoCluster("kubeconfig", "no current context in " + file);
    }
    return config;
  }

  private static Config usual(String context) {
    Config config = Config.autoConfigure(context);
    if (isGuess(config)) {
      throw new NoCluster(null, "there is no kubeconfig");
    }
    return config;
  }

  private static Config of(Path file, String context) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new NoCluster("kubeconfig", "cannot read " + file);
    }
    try {
      return Config.fromKubeconfig(context, file.toFile());
    } catch (KubernetesClientException e) {
      throw new NoCluster("kubeconfig", file + " is none");
    }
  }

  /** Whether nothing told where the cluster is: the client then takes itself for a pod of it. */
  private static boolean isGuess(Config config) {
    return config.getCurrentContext() == null
        && config.getAutoOAuthToken() == null
        && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL);
  }
}
