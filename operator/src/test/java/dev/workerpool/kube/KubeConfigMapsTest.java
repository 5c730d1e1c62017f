package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.ConfigMaps.Conflict;
import dev.workerpool.relay.hybrid.ConfigMaps.Done;
import dev.workerpool.relay.hybrid.ConfigMaps.Missing;
import dev.workerpool.relay.hybrid.ConfigMaps.Refused;
import dev.workerpool.relay.hybrid.ConfigMaps.Reply;
import dev.workerpool.relay.hybrid.ConfigMaps.Throttled;
import dev.workerpool.relay.hybrid.ConfigMaps.Unclear;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each answer to a write, and of none; a server that says what it is told to. */
class KubeConfigMapsTest {
  private static final String META =
      """
      {"kind": "PartialObjectMetadata", "metadata": {"name": "n", "uid": "u", "resourceVersion": "8",
        "managedFields": [{"fieldsV1": {"f:data": {}}}],
        "labels": {"a": "b"}, "ownerReferences": [{"kind": "WorkerPool", "uid": "p", "name": "x"}]}}
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PoolChannel channel = Heads.channel("ns", "consumers", "p");
  private final MapDraft draft =
      new MapDraft(channel, "n", Map.of(), false, Map.of("a", "b"), Map.of());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int status = 200;
  private String body = META;
  private boolean cuts;
  private boolean hangs;
  private HttpServer server;
  private KubernetesClient client;
  private KubeConfigMaps maps;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          byte[] sent = exchange.getRequestBody().readAllBytes();
          seen.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Accept"),
                      new String(sent, StandardCharsets.UTF_8)));
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          if (hangs) {
            awaitEnd();
          }
          if (!cuts) {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
    use(PATIENCE);
  }

  private void use(Duration patience) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url).withOauthToken("token").build();
    client = client(config, patience);
    maps = new KubeConfigMaps(client, client, Runnable::run);
  }

  KubernetesClient client(Config config, Duration patience) {
    return KubeClients.once(config, patience);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
  }

  @Test
  void creation_isPostedOnce_andItsMetadataAreRead() {
    status = 201;
    assertThat(create())
        .isEqualTo(new Done(new MapMeta("n", "u", "8", "p", Map.of("a", "b"), Map.of())));
    assertThat(seen)
        .singleElement()
        .asString()
        .startsWith("POST /api/v1/namespaces/ns/configmaps application/json;as=PartialObjectMeta")
        .endsWith(MapJson.of(draft, null));
  }

  @Test
  void replacement_isPutOnce_overThatVersion() {
    assertThat(replace()).isInstanceOf(Done.class);
    assertThat(seen)
        .singleElement()
        .asString()
        .startsWith("PUT /api/v1/namespaces/ns/configmaps/n application/json;as=PartialObjectMeta")
        .endsWith(MapJson.of(draft, "7"));
  }

  @Test
  void everyRequest_tellsTheToken() {
    create();
    maps.meta("ns", "n").toCompletableFuture().join();
    maps.get("ns", "n").toCompletableFuture().join();
    maps.delete("ns", new MapMeta("n", "u", "8", "p", Map.of(), Map.of()))
        .toCompletableFuture()
        .join();
    assertThat(tokens).hasSize(4).containsOnly("Bearer token");
  }

  @Test
  void largeObject_isWrittenAndRead() {
    String large = "ü".repeat(300_000);
    MapDraft draft = new MapDraft(channel, "n", Map.of(), false, Map.of("a", large), Map.of());
    assertThat(maps.create(draft).toCompletableFuture().join()).isInstanceOf(Done.class);
    assertThat(seen).singleElement().asString().endsWith(MapJson.of(draft, null));
    body = META.replaceFirst("\\{", "{\"data\": {\"a\": \"" + large + "\"},");
    assertThat(maps.get("ns", "n").toCompletableFuture().join())
        .hasValueSatisfying(found -> assertThat(found.data()).containsEntry("a", large));
  }

  @Test
  void answerOfTheWholeObject_isDone() {
    body = META.replace("PartialObjectMetadata", "ConfigMap").replaceFirst("\\{", "{\"data\":{},");
    assertThat(replace()).isInstanceOf(Done.class);
  }

  @ParameterizedTest
  @CsvSource({
    "404, Missing",
    "409, Conflict",
    "429, Throttled",
    "400, Refused",
    "401, Refused",
    "403, Refused",
    "413, Refused",
    "422, Refused",
    "408, Unclear",
    "500, Unclear",
    "502, Unclear",
    "503, Unclear",
    "504, Unclear"
  })
  void refusal_isReadByItsCode_andNeverRepeated(int code, String expected) {
    status = code;
    body = "{\"kind\": \"Status\"}";
    Map<String, Class<? extends Reply>> types =
        Map.of(
            "Missing", Missing.class,
            "Conflict", Conflict.class,
            "Throttled", Throttled.class,
            "Refused", Refused.class,
            "Unclear", Unclear.class);
    assertThat(create()).isInstanceOf(types.get(expected));
    assertThat(replace()).isInstanceOf(types.get(expected));
    assertThat(seen).hasSize(2);
  }

  @Test
  void cutConnection_isUnclear_andNeverRepeated() {
    cuts = true;
    assertThat(create()).isInstanceOf(Unclear.class);
    assertThat(replace()).isInstanceOf(Unclear.class);
    assertThat(seen).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"metadata\": {\"name\": \"n\"}}", "null"})
  void goodAnswerThatCantBeRead_isUnclear(String answer) {
    body = answer;
    assertThat(create()).isInstanceOf(Unclear.class);
    assertThat(replace()).isInstanceOf(Unclear.class);
  }

  @Test
  void noAnswerInTime_isUnclear() {
    client.close();
    use(Duration.ofMillis(200));
    hangs = true;
    assertThat(create()).isInstanceOf(Unclear.class);
    assertThat(seen).hasSize(1);
  }

  @Test
  void interrupted_isUnclear() {
    hangs = true;
    Thread.currentThread().interrupt();
    assertThat(create()).isInstanceOf(Unclear.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void noServer_isUnclear() {
    server.stop(0);
    assertThat(create()).isInstanceOf(Unclear.class);
  }

  @Test
  void watch_tellsOfMetadata_inItsOrder_untilItIsOver() throws InterruptedException {
    String note = "x".repeat(40_000); // comes in several pieces
    body =
        event(
                "ADDED",
                META.replace(
                    "\"labels\"", "\"annotations\": {\"n\": \"" + note + "\"}, \"labels\""))
            + event("BOOKMARK", "{\"metadata\": {\"resourceVersion\": \"9\"}}")
            + event("MODIFIED", META.replace("\"8\"", "\"11\""))
            + event("DELETED", META.replace("\"n\"", "\"m\""));
    assertThat(watched())
        .containsExactly("changed n 8 " + note, "changed n 11 null", "gone m", "over");
    assertThat(seen)
        .singleElement()
        .asString()
        .startsWith(
            "GET /api/v1/namespaces/ns/configmaps"
                + "?labelSelector=workerpool.dev%2Fchannel%3Dconsumers%2Cworkerpool.dev%2Fpool-uid%3Dp"
                + "&watch=1&resourceVersion=7&timeoutSeconds=")
        .contains("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"ERROR\", \"object\": {\"kind\": \"Status\", \"code\": 410}}\n",
        "{\"type\": \"ADDED\", \"object\": {\"metadata\": {}}}\n",
        "<html>\n",
        "null\n",
        "\n"
      })
  void watch_thatTellsSomethingElse_isOver(String line) throws InterruptedException {
    body = event("ADDED", META) + line + event("DELETED", META);
    assertThat(watched()).containsExactly("changed n 8 null", "over");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 410, 429, 500})
  void watch_thatIsRefused_isOver(int code) throws InterruptedException {
    status = code;
    body = "{\"kind\": \"Status\"}\n";
    assertThat(watched()).containsExactly("over");
  }

  @Test
  void watch_withoutAServer_isOver() throws InterruptedException {
    server.stop(0);
    assertThat(watched()).containsExactly("over");
  }

  private static String event(String type, String object) {
    return "{\"type\": \"%s\", \"object\": %s}%n".formatted(type, object.replace("\n", " "));
  }

  /** What a watch tells until it is over. */
  private List<String> watched() throws InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    maps.watch(
        channel,
        "7",
        new ConfigMaps.Changes() {
          @Override
          public void changed(MapMeta object) {
            told.add(
                "changed "
                    + object.name()
                    + " "
                    + object.version()
                    + " "
                    + object.annotations().get("n"));
          }

          @Override
          public void gone(String name) {
            told.add("gone " + name);
          }

          @Override
          public void over() {
            told.add("over");
            over.countDown();
          }
        });
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    return told;
  }

  private Reply create() {
    return maps.create(draft).toCompletableFuture().join();
  }

  private Reply replace() {
    return maps.replace(draft, "7").toCompletableFuture().join();
  }
}
