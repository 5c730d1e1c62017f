package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.kube.KnownWorkers.Worker;
import dev.workerpool.relay.Caller;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who calls; the API server's answers are played. */
@EnableKubernetesMockClient
class TokenReviewCallersTest {
  private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String POD_ACCOUNT = "system:serviceaccount:default:default";
  private static final String OPERATOR =
      "system:serviceaccount:workerpool-system:workerpool-operator";
  private static final Worker WORKER =
      new Worker("default", "consumers", "u1", "p1", "pod-1", "default");

  KubernetesMockServer server;
  KubernetesClient client;
  private final Map<String, Worker> live = new HashMap<>();
  private long nanos;
  private TokenReviewCallers callers;

  @BeforeEach
  void callers() {
    live.put("pod-1", WORKER);
    KnownWorkers pods =
        new KnownWorkers() {
          @Override
          public Optional<Worker> find(String namespace, String podName, String podUid) {
            return heard(podUid);
          }

          @Override
          public Optional<Worker> heard(String podUid) {
            return Optional.ofNullable(live.get(podUid));
          }
        };
    callers =
        new TokenReviewCallers(
            KubeClients.once(client.getConfiguration(), Duration.ofSeconds(10)),
            pods,
            OPERATOR,
            Runnable::run,
            () -> nanos);
  }

  @Test
  void podOfAPool_isItsWorker() {
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-1"));
    assertThat(identify("t"))
        .isEqualTo(new Caller.Worker("default", "consumers", "consumers", "pod-1"));
  }

  @Test
  void operatorsAccount_isTheOperator() {
    answer(review(true, "workerpool-relay", OPERATOR, "pod-9"));
    assertThat(identify("t")).isEqualTo(new Caller.Operator());
  }

  @Test
  void tokenOfAnotherAudience_isUnknown() {
    answer(review(true, "https://kubernetes.default.svc", POD_ACCOUNT, "pod-1"));
    assertThat(identify("t")).matches(c -> !((Caller.Refused) c).known());
  }

  @Test
  void tokenThatProvesNothing_isUnknown() {
    answer(review(false, null, null, null));
    assertThat(identify("t")).matches(c -> !((Caller.Refused) c).known());
  }

  @Test
  void noToken_isUnknownWithoutAsking() {
    assertThat(identify(null)).isInstanceOf(Caller.Refused.class);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void accountWithoutPod_isKnownAndRefused() {
    answer(review(true, "workerpool-relay", POD_ACCOUNT, null));
    assertThat(identify("t")).matches(c -> ((Caller.Refused) c).known());
  }

  @Test
  void podThatDoesNotLive_isKnownAndRefused() {
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-2"));
    assertThat(identify("t")).matches(c -> ((Caller.Refused) c).known());
  }

  @Test
  void anotherAccountThanThePods_isRefused() {
    answer(review(true, "workerpool-relay", "system:serviceaccount:default:other", "pod-1"));
    assertThat(identify("t")).matches(c -> ((Caller.Refused) c).known());
  }

  @Test
  void worker_isRememberedForAMinute() {
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-1"));
    answer(review(false, null, null, null));
    identify("t");
    nanos += 59_000_000_000L;
    assertThat(identify("t")).isInstanceOf(Caller.Worker.class);
    assertThat(server.getRequestCount()).isEqualTo(1);
    nanos += 2_000_000_000L;
    assertThat(identify("t")).isInstanceOf(Caller.Refused.class);
  }

  @Test
  void worker_whosePodEnded_isForgottenAtOnce() {
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-1"));
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-1"));
    identify("t");
    live.clear();
    assertThat(identify("t")).isInstanceOf(Caller.Refused.class);
  }

  @Test
  void failedReview_failsAndIsNotRemembered() {
    server.expect().post().withPath(REVIEWS).andReturn(500, "").once();
    answer(review(true, "workerpool-relay", POD_ACCOUNT, "pod-1"));
    assertThatThrownBy(() -> identify("t")).isNotNull();
    assertThat(identify("t")).isInstanceOf(Caller.Worker.class);
  }

  private Caller identify(String token) {
    return callers.identify(token).toCompletableFuture().join();
  }

  private void answer(TokenReview review) {
    server.expect().post().withPath(REVIEWS).andReturn(201, review).once();
  }

  private static TokenReview review(boolean ok, String audience, String user, String podUid) {
    Map<String, List<String>> extra =
        podUid == null
            ? Map.of()
            : Map.of(
                "authentication.kubernetes.io/pod-name", List.of("p1"),
                "authentication.kubernetes.io/pod-uid", List.of(podUid));
    return new TokenReviewBuilder()
        .withNewStatus()
        .withAuthenticated(ok)
        .withAudiences(audience == null ? List.of() : List.of(audience))
        .withNewUser()
        .withUsername(user)
        .withExtra(extra)
        .endUser()
        .endStatus()
        .build();
  }
}
