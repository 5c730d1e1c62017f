package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's token, for as long as it is used. */
@EnableKubernetesMockClient(crud = true)
class AdmissionTest {
  KubernetesClient client;
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-22T15:00:00Z");
  private Admission admission;
  private Path file;

  @BeforeEach
  void admitted() {
    WorkerPool pool = new WorkerPool();
    pool.getMetadata().setName("consumers");
    pool.getMetadata().setNamespace("ns");
    client.resource(pool).create();
    admission = new Admission(client, "ns", () -> now);
    file = folder.resolve("token");
    admission.admit("consumers", file);
  }

  private Resource<WorkerPool> pool() {
    return client.resources(WorkerPool.class).inNamespace("ns").withName("consumers");
  }

  private boolean good() throws IOException {
    String annotation = pool().get().getMetadata().getAnnotations().get(ConnectTokens.ANNOTATION);
    return ConnectTokens.allows(
        annotation, ConnectTokens.hash(Files.readString(file).strip()), now);
  }

  @Test
  void poolThatIsGone_isNamed() {
    pool().delete();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> admission.admit("consumers", file))
        .withMessage("no pool consumers in namespace ns");
  }

  @Test
  void token_renewedNowAndThen_staysTheSame_andGoodForHours() throws IOException {
    String token = Files.readString(file);
    for (int i = 0; i < 60; i++) {
      now = now.plus(Duration.ofMinutes(5));
      admission.renew("consumers", file);
      assertThat(good()).isTrue();
    }
    assertThat(file).hasContent(token);
  }

  @Test
  void token_notRenewed_expires() throws IOException {
    now = now.plus(Duration.ofMinutes(59));
    assertThat(good()).isTrue();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(good()).isFalse();
  }

  @Test
  void tokenThatWasTakenOffThePool_isNotPutThereAgain() throws IOException {
    pool()
        .edit(
            p -> {
              p.getMetadata().getAnnotations().put(ConnectTokens.ANNOTATION, "");
              return p;
            });
    for (int minutes : List.of(40, 30)) {
      now = now.plus(Duration.ofMinutes(minutes));
      admission.renew("consumers", file);
      assertThat(good()).isFalse();
    }
  }

  @Test
  void machineThatWasAsleep_hasAGoodTokenAgain_alsoWhenOthersHaveTidiedUp() throws IOException {
    String token = Files.readString(file);
    now = now.plus(Duration.ofHours(8));
    admission.renew("consumers", file);
    assertThat(good()).isTrue();
    now = now.plus(Duration.ofHours(8));
    new Admission(client, "ns", () -> now).admit("consumers", folder.resolve("anothers"));
    admission.renew("consumers", file);
    assertThat(good()).isTrue();
    assertThat(file).hasContent(token);
  }
}
