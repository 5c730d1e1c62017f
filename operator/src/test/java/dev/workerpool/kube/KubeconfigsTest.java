package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigsTest {
  private static final String TWO =
      """
      apiVersion: v1
      kind: Config
      clusters:
      - {name: production, cluster: {server: "https://production:6443"}}
      - {name: tests, cluster: {server: "https://tests:6443"}}
      users: [{name: me, user: {token: mine}}]
      contexts:
      - {name: production, context: {cluster: production, user: me}}
      - {name: tests, context: {cluster: tests, user: me}}
      current-context: production
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("config"), TWO);
  }

  @Test
  void context_isTheNamedOne_elseTheCurrent() {
    assertThat(Kubeconfigs.read(file, "tests").getMasterUrl()).isEqualTo("https://tests:6443/");
    assertThat(Kubeconfigs.read(file, null).getMasterUrl()).isEqualTo("https://production:6443/");
  }

  @Test
  void contextThatIsNotThere_isRefused_andNotTheCurrentOneTaken() {
    assertRefused(file, "test", "context", "no context test in the kubeconfig");
  }

  @Test
  void fileThatIsNoKubeconfig_isRefused() throws IOException {
    Path missing = folder.resolve("missing");
    Path pool = Files.writeString(folder.resolve("pool.yaml"), "kind: WorkerPool\n");
    Path garbage = Files.writeString(folder.resolve("garbage"), "{[");

    assertRefused(missing, null, "kubeconfig", "cannot read " + missing);
    assertRefused(folder, null, "kubeconfig", "cannot read " + folder);
    assertRefused(pool, null, "kubeconfig", "no current context in " + pool);
    assertRefused(garbage, null, "kubeconfig", garbage + " is none");
  }

  private static void assertRefused(Path file, String context, String by, String message) {
    assertThatThrownBy(() -> Kubeconfigs.read(file, context))
        .isInstanceOfSatisfying(NoCluster.class, e -> assertThat(e.by()).isEqualTo(by))
        .hasMessage(message);
  }
}
