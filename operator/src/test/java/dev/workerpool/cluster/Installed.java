package dev.workerpool.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Installs the chart by the real helm before a class's tests, unless it is there already. */
final class Installed implements BeforeAllCallback {
  static final String NAMESPACE = "workerpool-system";
  private static final String CHART = "deploy/helm/workerpool";

  @Override
  public void beforeAll(ExtensionContext context) {
    if (TestCluster.kubeconfig().isPresent() && !isThere()) {
      install();
    }
  }

  private static boolean isThere() {
    return Tool.helm("status", "workerpool", "-n", NAMESPACE).exit() == 0
        && rollout("workerpool-operator", "30s").exit() == 0
        && rollout("workerpool-relay", "30s").exit() == 0;
  }

  /** {@code helm upgrade --install}, until all is ready. */
  static void install() {
    Tool.helm(
            "upgrade",
            "--install",
            "workerpool",
            CHART,
            "-n",
            NAMESPACE,
            "--create-namespace",
            "--take-ownership",
            "--wait",
            "--timeout=3m")
        .ok();
  }

  static Tool.Ran rollout(String deployment, String timeout) {
    return system("rollout", "status", "deployment/" + deployment, "--timeout=" + timeout);
  }

  /** kubectl in the system's namespace. */
  static Tool.Ran system(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 2, args.length);
    all[0] = "-n";
    all[1] = NAMESPACE;
    return Tool.kubectl("", all);
  }

  /** Stops the operator: no pod of it is left when this returns. */
  static void stopOperator() {
    system("scale", "deployment/workerpool-operator", "--replicas=0").ok();
    system("wait", "--for=delete", "pod", "-l", "app.kubernetes.io/component=operator").ok();
  }

  static void startOperator() {
    system("scale", "deployment/workerpool-operator", "--replicas=1").ok();
    rollout("workerpool-operator", "2m").ok();
  }
}
