package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Relays in this JVM on a real API server: who may call, who serves, and nothing acked is lost. */
@OnCluster
class RelayRoleApiIT {
  private final RelayWorld world = new RelayWorld();
  private RelayRole a;
  private RelayRole b;

  @BeforeEach
  void start() {
    world.start();
    world.pool("consumers", "[{name: tasks}, {name: small, maxSize: 2}]");
    a = world.relay("a", "10.9.9.1");
    a.start();
    await().untilAsserted(() -> assertThat(world.holder()).isEqualTo("a"));
  }

  @AfterEach
  void stop() {
    a.close();
    if (b != null) {
      b.close();
    }
    world.close();
  }

  @Test
  void aPut_isInAConfigMapThatAPersonCanRead() {
    String token = world.worker("p1", "consumers");
    assertThat(put(a, token, "p", 1).statusCode()).isEqualTo(201);
    ConfigMap head = world.head("consumers");
    assertThat(head.getData().get("queues.jsonl")).contains("\"tasks\"").contains("{\"n\":1}");
    assertThat(head.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(world.endpointAddresses()).containsExactly("10.9.9.1");
  }

  @Test
  void tokens_countOnlyForAudiencePodAndPool() {
    String token = world.worker("p1", "consumers");
    world.pool("others", "[{name: tasks}]");
    String theirs = world.worker("p2", "others");
    assertThat(get(a, token, "/queues").statusCode()).isEqualTo(200);
    assertThat(get(a, "nonsense", "/queues").statusCode()).isEqualTo(401);
    assertThat(get(a, world.token("p1", "https://kubernetes.default.svc"), "/queues").statusCode())
        .isEqualTo(401);
    await().until(() -> world.get(a, theirs, "others", "/queues").statusCode() == 200);
    assertThat(get(a, theirs, "/queues").statusCode()).isEqualTo(403);
    assertThat(get(a, world.strayPod("stray"), "/queues").statusCode()).isEqualTo(403);
    world.deletePod("p1");
    await().until(() -> get(a, token, "/queues").statusCode() >= 401);
  }

  @Test
  void poolThatRefersToAnother_usesItsChannel_andHears410WhenItIsDeleted() {
    world.poolWith("helpers", "{ref: consumers}");
    String helper = world.worker("h1", "helpers");
    await().until(() -> put(a, helper, "h", 1).statusCode() == 201);
    assertThat(world.get(a, helper, "helpers", "/queues").statusCode()).isEqualTo(403);
    assertThat(world.head("helpers")).isNull();
    world.deletePool("consumers");
    await().until(() -> put(a, helper, "h", 2).statusCode() == 410);
  }

  @Test
  void aWorkerThatDies_givesItsItemBack() {
    String first = world.worker("p1", "consumers");
    String second = world.worker("p2", "consumers");
    put(a, first, "p", 1);
    assertThat(take(a, first, 0).path("items")).hasSize(1);
    world.deletePod("p1");
    assertThat(take(a, second, 10).at("/items/0/deliveries").asInt()).isEqualTo(2);
  }

  @Test
  void twoRelays_oneTakesOver_noAckedPutIsLost() throws Exception {
    String token = world.worker("p1", "consumers");
    b = world.relay("b", "10.9.9.2");
    b.start();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> producer = CompletableFuture.supplyAsync(() -> produce(token, over));
    await().until(() -> world.ready(a, token) > 20);
    world.giveLeaseTo("b");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> world.endpointAddresses().contains("10.9.9.2"));
    long before = world.ready(b, token);
    await().until(() -> world.ready(b, token) > before + 20);
    over.set(true);
    int acked = producer.get();
    assertThat(get(a, token, "/queues").statusCode()).isEqualTo(503);
    assertThat(numbers(b, token, acked))
        .isEqualTo(IntStream.rangeClosed(1, acked).boxed().toList());
  }

  @Test
  void cleanStop_isFollowedWithinThreeSeconds_andLeasesStay() {
    String token = world.worker("p1", "consumers");
    b = world.relay("b", "10.9.9.2");
    b.start();
    put(a, token, "p", 1);
    JsonNode taken = take(a, token, 0);
    long started = System.nanoTime();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(a::close);
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> get(b, token, "/queues").statusCode() == 200);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    stopped.join();
    String ack =
        "{\"session\":\"%s\",\"ack\":[\"%s\"]}"
            .formatted(taken.at("/session").asText(), taken.at("/items/0/lease").asText());
    HttpResponse<String> acked = world.post(b, token, "consumers", "/leases", ack);
    assertThat(acked.statusCode()).as(acked.body()).isEqualTo(200);
    assertThat(world.endpointAddresses()).containsExactly("10.9.9.2");
  }

  @Test
  void holderThatDied_isFollowedWithinTwentySeconds() {
    String token = world.worker("p1", "consumers");
    put(a, token, "p", 1);
    world.giveLeaseTo("dead");
    await().until(() -> get(a, token, "/queues").statusCode() == 503);
    await().until(() -> world.endpointAddresses().isEmpty());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(a, token, "/queues").statusCode() == 200);
    assertThat(world.ready(a, token)).isEqualTo(1);
    assertThat(world.endpointAddresses()).containsExactly("10.9.9.1");
  }

  @Test
  void headThatSomebodyEdits_isWrittenAgain_andNothingIsLost() {
    String token = world.worker("p1", "consumers");
    put(a, token, "p", 1);
    world.editHead("consumers", m -> new ConfigMapBuilder(m).addToData("queues.jsonl", "").build());
    assertThat(put(a, token, "p", 2).statusCode()).isEqualTo(201);
    assertThat(world.head("consumers").getData().get("queues.jsonl"))
        .contains("{\"n\":1}")
        .contains("{\"n\":2}");
  }

  @Test
  void fullQueue_andClosedPool_areSaid() {
    String token = world.worker("p1", "consumers");
    String two = "{\"items\":[{\"json\":1},{\"json\":2}]}";
    assertThat(world.post(a, token, "consumers", "/queues/small/items", two).statusCode())
        .isEqualTo(201);
    HttpResponse<String> full = world.post(a, token, "consumers", "/queues/small/items", two);
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.body()).contains("problems/queue-full");
    world.deletePool("consumers");
    await().until(() -> get(a, token, "/queues").statusCode() == 403);
  }

  /** Puts numbers from 1 on, each until it is acknowledged, at whichever relay does it. */
  private int produce(String token, AtomicBoolean over) {
    int n = 0;
    while (!over.get()) {
      n++;
      boolean acked = false;
      for (int attempt = 0; !acked; attempt++) {
        int status = put(attempt % 2 == 0 ? a : b, token, "p", n).statusCode();
        acked = status == 200 || status == 201;
        if (!acked && status != 503 && status != 504 && status != 429) {
          throw new AssertionError("put " + n + " answered " + status);
        }
      }
    }
    return n;
  }

  private List<Integer> numbers(RelayRole relay, String token, int max) {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < max) {
      // Where the former relay couldn't hand over in time, older items wait for the grace of 10 s.
      JsonNode taken = take(relay, token, 15);
      if (taken.path("items").isEmpty()) {
        return numbers;
      }
      taken.path("items").forEach(item -> numbers.add(item.at("/json/n").asInt()));
    }
    assertThat(take(relay, token, 0).path("items")).isEmpty();
    return numbers;
  }

  private HttpResponse<String> put(RelayRole relay, String token, String producer, int n) {
    String body =
        "{\"producer\":\"%s\",\"seq\":%d,\"items\":[{\"json\":{\"n\":%d}}]}"
            .formatted(producer, n, n);
    return world.post(relay, token, "consumers", "/queues/tasks/items", body);
  }

  private JsonNode take(RelayRole relay, String token, int seconds) {
    return world.take(relay, token, "consumers", "tasks", seconds);
  }

  private HttpResponse<String> get(RelayRole relay, String token, String path) {
    return world.get(relay, token, "consumers", path);
  }
}
