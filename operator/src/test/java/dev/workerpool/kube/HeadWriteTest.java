package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that don't say what happened: a server that plays them, word for word. */
@EnableKubernetesMockClient
class HeadWriteTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String HEAD = MAPS + "/consumers-channel";
  private static final PoolChannel CHANNEL = Heads.channel("default", "consumers", "u1");
  private static final Commit OURS = Heads.commit(3, "a", "new");

  KubernetesMockServer server;
  KubernetesClient client;
  private KubernetesClient once;

  @BeforeEach
  void sendOnce() {
    once = KubeClients.once(client.getConfiguration(), Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    once.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 504, 409})
  void unclearReply_butDone_isCommitted(int code) {
    server.expect().put().withPath(HEAD).andReturn(code, "").once();
    server.expect().get().withPath(HEAD).andReturn(200, found("8", OURS)).once();
    assertThat(write("7")).isEqualTo(new Committed("8"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 504})
  void unclearReply_andNotDone_isSentAgain(int code) {
    server.expect().put().withPath(HEAD).andReturn(code, "").once();
    server
        .expect()
        .get()
        .withPath(HEAD)
        .andReturn(200, found("7", Heads.commit(3, "a", "o")))
        .once();
    server.expect().put().withPath(HEAD).andReturn(200, found("8", OURS)).once();
    assertThat(write("7")).isEqualTo(new Committed("8"));
  }

  @Test
  void unclearReply_thenAnotherRelaysHead_isFenced() {
    server.expect().put().withPath(HEAD).andReturn(504, "").once();
    server
        .expect()
        .get()
        .withPath(HEAD)
        .andReturn(200, found("9", Heads.commit(4, "b", "x")))
        .once();
    assertThat(write("7")).isEqualTo(new Fenced(new Stamp(4, "b", "x")));
  }

  @Test
  void unclearReply_andTheReadFails_isReadAgain() {
    server.expect().put().withPath(HEAD).andReturn(504, "").once();
    server.expect().get().withPath(HEAD).andReturn(503, "").once();
    server.expect().put().withPath(HEAD).andReturn(409, "").once();
    server.expect().get().withPath(HEAD).andReturn(200, found("8", OURS)).once();
    assertThat(write("7")).isEqualTo(new Committed("8"));
  }

  @Test
  void creation_withUnclearReply_andNotDone_isSentAgain() {
    server.expect().post().withPath(MAPS).andReturn(500, "").once();
    server.expect().get().withPath(HEAD).andReturn(404, "").once();
    server.expect().post().withPath(MAPS).andReturn(201, found("1", OURS)).once();
    assertThat(write(null)).isEqualTo(new Committed("1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 413, 422})
  void clearRefusal_isThrownAtOnce(int code) {
    server.expect().put().withPath(HEAD).andReturn(code, "").once();
    int before = server.getRequestCount();
    assertThatThrownBy(() -> write("7")).isInstanceOf(KubernetesClientException.class);
    assertThat(server.getRequestCount() - before).isEqualTo(1);
  }

  private Object write(String version) {
    return new HeadWrite(once, CHANNEL, version, OURS).run();
  }

  private static ConfigMap found(String version, Commit commit) {
    return ChannelHeads.head(CHANNEL, version, commit);
  }
}
