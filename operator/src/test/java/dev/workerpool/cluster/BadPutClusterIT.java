package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the relay refuses it names in problem+json, and loses nothing by it. */
@OnCluster
@ExtendWith(Installed.class)
class BadPutClusterIT {
  private static final String QUEUE = "channel: {queues: [{name: tasks}]}";
  private static final String ONE = "{\"items\":[{\"json\":1}]}";
  private static TestNamespace namespace;
  private static RelayAccess relay;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    namespace = new TestNamespace();
    namespace.apply(Pools.pool("mine", Pools.SLEEP, "replicas: 1", QUEUE)).ok();
    namespace.apply(Pools.pool("theirs", Pools.SLEEP, "replicas: 1", QUEUE)).ok();
    eventually(() -> assertThat(namespace.get("wp/mine", "{.status.alive}")).isEqualTo("1"));
    relay = new RelayAccess();
    token = RelayAccess.tokenOf(namespace, namespace.pods("mine").get(0));
    eventually(() -> assertThat(put("mine", "tasks", ONE).statusCode()).isEqualTo(201));
  }

  @AfterAll
  static void end() {
    relay.close();
    namespace.close();
  }

  @Test
  void put_ofTwoMegabytes_isTooLarge() throws Exception {
    refused(
        put("mine", "tasks", ONE.replace("1", "\"" + "x".repeat(2 << 20) + "\"")),
        413,
        "too-large");
  }

  @Test
  void put_ofBrokenJson_isMalformed() throws Exception {
    refused(put("mine", "tasks", "{\"items\":[{"), 400, "malformed");
  }

  @Test
  void put_toAnUnknownQueue_isNotFound() throws Exception {
    HttpResponse<String> answer = put("mine", "tusks", ONE);
    refused(answer, 404, "not-found");
    assertThat(answer.body()).contains("tusks");
  }

  @Test
  void put_withAWrongToken_isUnauthenticated() throws Exception {
    refused(relay.post("wrong", namespace, "mine/queues/tasks/items", ONE), 401, "unauthenticated");
  }

  @Test
  void put_withATokenForTheApiServer_isUnauthenticated() throws Exception {
    String other = namespace.kubectl("create", "token", "default").ok().strip();
    refused(relay.post(other, namespace, "mine/queues/tasks/items", ONE), 401, "unauthenticated");
  }

  @Test
  void put_toAnotherPoolsChannel_isForbidden() throws Exception {
    refused(put("theirs", "tasks", ONE), 403, "forbidden");
  }

  private static HttpResponse<String> put(String channel, String queue, String body)
      throws IOException, InterruptedException {
    return relay.post(token, namespace, channel + "/queues/" + queue + "/items", body);
  }

  private static void refused(HttpResponse<String> answer, int status, String problem) {
    assertThat(answer.statusCode()).as(answer::body).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("https://workerpool.dev/problems/" + problem);
  }
}
