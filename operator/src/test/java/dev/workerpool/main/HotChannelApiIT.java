package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel too large for one object, on a real API server. */
@OnCluster
class HotChannelApiIT {
  private static final int OBJECT_BYTES = 900 * 1024;
  private static final int ITEM_BYTES = 200_000;
  private static final int PUTS = 40;

  private final RelayWorld world = new RelayWorld();
  private final Random random = new Random(5);
  private RelayRole relay;

  @BeforeEach
  void start() {
    world.start();
    world.pool("consumers", "[{name: tasks}]");
    relay = serving("a", "10.9.9.1");
  }

  @AfterEach
  void stop() {
    relay.close();
    world.close();
  }

  @Test
  void spillsIntoLogAndSnapshots_isTakenOver_andReadableAgainWhenEmpty() {
    String token = world.worker("p1", "consumers");
    for (int n = 1; n <= PUTS; n++) {
      HttpResponse<String> answer = put(token, n);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
    assertThat(names()).anyMatch(n -> n.contains("-log-"));
    assertThat(world.channelObjects("consumers"))
        .allSatisfy(map -> assertThat(bytes(map)).isLessThan(OBJECT_BYTES))
        .anySatisfy(map -> assertThat(map.getImmutable()).isTrue());
    eventually(20, () -> assertThat(names()).anyMatch(n -> n.contains("-snap-")));
    assertThat(world.metrics(relay))
        .contains("workerpool_channel_snapshots{channel=\"consumers\"")
        .contains("workerpool_write_budget_left_bytes");

    relay.close();
    relay = serving("b", "10.9.9.2");
    eventually(20, () -> assertThat(world.ready(relay, token)).isEqualTo(PUTS));

    world.deleteObject(
        names().stream()
            .filter(n -> n.contains("-log-") || n.contains("-snap-"))
            .findFirst()
            .get());
    eventually(
        45,
        () ->
            assertThat(world.metrics(relay))
                .containsPattern("workerpool_channel_snapshots\\{[^}]*} [1-9]"));
    relay.close();
    relay = serving("c", "10.9.9.3");
    eventually(20, () -> assertThat(world.ready(relay, token)).isEqualTo(PUTS));

    HttpResponse<String> purged =
        world.post(relay, token, "consumers", "/queues/tasks/purge", "{}");
    assertThat(purged.statusCode()).as(purged.body()).isEqualTo(200);
    // The mark of the last reign stays: it is what keeps the relays before from a deleted head.
    eventually(
        40,
        () ->
            assertThat(names())
                .satisfiesExactlyInAnyOrder(
                    mark -> assertThat(mark).matches("consumers-\\w{5}-reign-\\d+"),
                    head -> assertThat(head).isEqualTo("consumers-channel")));
    assertThat(world.head("consumers").getData().get("queues.jsonl")).contains("\"tasks\"");
  }

  private static void eventually(int seconds, org.awaitility.core.ThrowingRunnable claim) {
    await().atMost(Duration.ofSeconds(seconds)).untilAsserted(claim);
  }

  private RelayRole serving(String name, String ip) {
    RelayRole role = world.relay(name, ip);
    role.start();
    eventually(20, () -> assertThat(world.holder()).isEqualTo(name));
    return role;
  }

  private HttpResponse<String> put(String token, int n) {
    StringBuilder text = new StringBuilder();
    while (text.length() < ITEM_BYTES) {
      text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36));
    }
    String body =
        "{\"producer\":\"p\",\"seq\":%d,\"items\":[{\"json\":{\"n\":%d,\"text\":\"%s\"}}]}"
            .formatted(n, n, text);
    return world.post(relay, token, "consumers", "/queues/tasks/items?wait=20s", body);
  }

  private List<String> names() {
    return world.channelObjects("consumers").stream()
        .map(map -> map.getMetadata().getName())
        .toList();
  }

  private static long bytes(ConfigMap map) {
    return size(map.getData()) + size(map.getBinaryData()) * 3 / 4;
  }

  private static long size(Map<String, String> values) {
    return values == null ? 0 : values.values().stream().mapToLong(String::length).sum();
  }
}
