package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a server that refuses to mark, delete or release a pod. */
@EnableKubernetesMockClient
class KubePodsTest {
  private static final String POD = "/api/v1/namespaces/n/pods/p";
  private static final PodRef REF = new PodRef("n", "p", "u");
  private static final PodAction.Delete ENDING = new PodAction.Delete(REF, "ScaledDown");

  private KubernetesMockServer server;
  private KubernetesClient client;

  private void is(String uid) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withNamespace("n")
            .withUid(uid)
            .endMetadata()
            .build();
    server.expect().get().withPath(POD).andReturn(200, pod).always();
  }

  private void answersPatch(int code) {
    server.expect().patch().withPath(POD).andReturn(code, status(code)).once();
  }

  private void answersDelete(int code) {
    server.expect().delete().withPath(POD).andReturn(code, status(code)).once();
  }

  private static Object status(int code) {
    return new StatusBuilder().withCode(code).withMessage("made up").build();
  }

  private void end() {
    new KubePods(client).delete(ENDING);
  }

  private Stream<String> methods() throws InterruptedException {
    Stream.Builder<String> methods = Stream.builder();
    for (int left = server.getRequestCount(); left > 0; left--) {
      methods.add(server.takeRequest().getMethod());
    }
    return methods.build();
  }

  @Test
  void podThatChangesTooFastToBeMarked_isNotEndedUnmarked() throws InterruptedException {
    answersPatch(409);
    is("u");

    assertThatThrownBy(this::end)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));

    assertThat(methods()).containsExactly("PATCH", "GET");
  }

  @Test
  void podThatChangesTooFastToBeDeleted_isTriedAgainBySomebody() {
    answersPatch(200);
    answersDelete(409);
    is("u");

    assertThatThrownBy(this::end).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void mark_isMadeOnce_andOnlyOnThatPod() throws InterruptedException {
    answersPatch(200);

    new KubePods(client).stamp(REF, "ScaledDown", null);

    var request = server.takeRequest();
    assertThat(request.getHeader("Content-Type")).startsWith("application/json-patch+json");
    assertThat(request.getUtf8Body())
        .isEqualTo(
            """
            [{"op":"test","path":"/metadata/uid","value":"u"},\
            {"op":"add","path":"/metadata/annotations/workerpool.dev~1stop-reason",\
            "value":"ScaledDown"}]""");
  }

  @Test
  void anotherPodOfThatName_isLeftAlone() {
    answersPatch(422);
    answersDelete(409);
    is("another");

    end();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 422})
  void podThatIsGoneOrAnother_isDeletedByItsUid_whichDoesNothing(int code)
      throws InterruptedException {
    answersPatch(code);
    answersDelete(404);

    end();

    assertThat(methods()).containsExactly("PATCH", "DELETE");
  }
}
