package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a process ended is in the status as Python would say it, however the pod ended. */
@OnCluster
@ExtendWith(Installed.class)
class ExitCodesClusterIT {
  /** A Java program that says when it is up; written by the shell, so that no volume is needed. */
  private static final String JAVA_SLEEPER =
      "echo 'class S { public static void main(String[] a) throws Exception {"
          + " System.out.println(1); Thread.sleep(600000); } }' > /tmp/S.java; exec java /tmp/S.java";

  @Test
  void exitCodes_areThoseOfPython() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(pool()).ok();
      eventually(() -> assertThat(phase(namespace, "told")).isEqualTo("Running"));
      eventually(() -> assertThat(phase(namespace, "deleted")).isEqualTo("Running"));
      eventually(
          () -> assertThat(namespace.kubectl("logs", pod(namespace, "java")).out()).contains("1"));
      namespace.kubectl("exec", pod(namespace, "told"), "--", "kill", "-TERM", "1").ok();
      namespace.kubectl("delete", pod(namespace, "deleted"), "--wait=false").ok();
      namespace.kubectl("delete", pod(namespace, "java"), "--wait=false").ok();
      namespace.waitFor("wp/codes", "Finished", "2m");
      endedAs(namespace, "three", "3", "Shim");
      endedAs(namespace, "killed", "-9", "Shim");
      endedAs(namespace, "told", "-15", "Shim");
      endedAs(namespace, "deleted", "-15", "Shim");
      endedAs(namespace, "java", "-15", "Shim");
      endedAs(namespace, "missing", "127", "Shim");
      assertThat(namespace.kubectl("get", "wp/codes").ok()).contains("-15×3", "-9×1", "3×1");
    }
  }

  private static String pool() {
    return Pools.pool(
        "codes",
        Pools.SLEEP,
        "processes:",
        "- {name: three, args: [\"exit 3\"]}",
        "- {name: killed, args: [\"kill -9 $$$$\"]}",
        "- {name: told}",
        "- {name: deleted}",
        "- {name: missing, command: [no-such-command]}",
        "- {name: java, args: [\"" + JAVA_SLEEPER + "\"]}");
  }

  private static void endedAs(TestNamespace namespace, String key, String code, String source) {
    String of = "{.status.processes[?(@.key==\"" + key + "\")]";
    assertThat(namespace.get("wp/codes", of + ".exitCode}")).as(key).isEqualTo(code);
    assertThat(namespace.get("wp/codes", of + ".source}")).as(key).isEqualTo(source);
  }

  private static String phase(TestNamespace namespace, String key) {
    return namespace.get(pod(namespace, key), "{.status.phase}");
  }

  private static String pod(TestNamespace namespace, String key) {
    return namespace.names("pod", "workerpool.dev/key=" + key).stream()
        .findFirst()
        .orElse("pod/none-yet");
  }
}
