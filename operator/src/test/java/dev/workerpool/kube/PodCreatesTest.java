package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workerpool.pool.CreateOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodCreatesTest {
  private static final String PODS = "/api/v1/namespaces/n/pods?fieldValidation=Ignore";

  private KubernetesMockServer server;
  private final List<Duration> pauses = new ArrayList<>();
  private KubernetesClient client;
  private KubernetesClient once;

  @BeforeEach
  void open() {
    once = KubeClients.direct(client.getConfiguration(), Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    once.close();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withNamespace("n")
        .endMetadata()
        .build();
  }

  private KubernetesClientException failure() {
    return catchThrowableOfType(
        KubernetesClientException.class, () -> new PodCreates(once, pauses::add).create(pod()));
  }

  @Test
  void create_sendsThePod_andAsksForItsMetadataAlone() throws InterruptedException {
    server.expect().post().withPath(PODS).andReturn(201, pod()).once();

    new PodCreates(once, pauses::add).create(pod());

    var request = server.getLastRequest();
    assertThat(request.getHeader("Accept")).contains("as=PartialObjectMetadata");
    assertThat(client.getKubernetesSerialization().<Pod>unmarshal(request.getUtf8Body()))
        .isEqualTo(pod());
  }

  @Test
  void refusedCreate_failsWithTheServersStatus() {
    var status = new StatusBuilder().withCode(409).withReason("AlreadyExists").withMessage("p is");
    server.expect().post().withPath(PODS).andReturn(409, status.build()).once();

    var failure = failure();

    assertThat(failure.getCode()).isEqualTo(409);
    assertThat(failure.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(Refusals.isAlreadyExists(failure)).isTrue();
  }

  @Test
  void createThatSomebodyElseAnswers_failsWithTheCode() {
    server.expect().post().withPath(PODS).andReturn(403, "<html>no: entry</html>").once();

    var failure = failure();

    assertThat(failure.getCode()).isEqualTo(403);
    assertThat(failure).hasMessageContaining("no: entry");
  }

  @Test
  void createThatIsPutOff_isRepeated_noSoonerThanTheServerWishes() {
    server.expect().post().withPath(PODS).andReturn(500, "{}").once();
    server.expect().post().withPath(PODS).andReturn(429, "{}").once();
    server.expect().post().withPath(PODS).andReturn(201, pod()).once();

    new PodCreates(once, pauses::add).create(pod());

    assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  @Test
  void createThatNobodyAnswers_isRepeatedForThreeSeconds_andLeftUnsure() {
    server.shutdown();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> new PodCreates(once, pauses::add).create(pod()))
        .satisfies(e -> assertThat(Refusals.of(e)).isInstanceOf(CreateOutcome.Unsure.class));

    assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(3_100);
  }

  @Test
  void create_ofWhoIsInterrupted_isNotRepeated() {
    server.expect().post().withPath(PODS).andReturn(503, "{}").always();
    var creates = new PodCreates(once, pause -> Thread.currentThread().interrupt());

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> creates.create(pod()));

    assertThat(Thread.interrupted()).isTrue();
  }
}
