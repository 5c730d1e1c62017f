package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.MapDraft;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written by hand says what the client library's own object would. */
class MapJsonTest {
  private static final PoolChannel CHANNEL = Heads.channel("default", "consumers", "u-1");

  @Test
  void allOfADraft_isSaid() {
    String text = "{\"a\":\"ü\t\\\"\"}\n\u2028\uD83D\uDE00";
    byte[] bytes = {0, -1, 62, 63, 10, 13, 127};
    MapDraft draft =
        new MapDraft(
            CHANNEL,
            "consumers-log",
            Map.of("workerpool.dev/epoch", "7"),
            true,
            Map.of("queues.jsonl", text, "events.jsonl", ""),
            Map.of("records.jsonl.gz", bytes));
    ConfigMap expected =
        owned("consumers-log")
            .editMetadata()
            .withResourceVersion("12")
            .withAnnotations(Map.of("workerpool.dev/epoch", "7"))
            .endMetadata()
            .withData(Map.of("queues.jsonl", text, "events.jsonl", ""))
            .withBinaryData(Map.of("records.jsonl.gz", Base64.getEncoder().encodeToString(bytes)))
            .withImmutable(true)
            .build();
    assertThat(read(MapJson.of(draft, "12"))).isEqualTo(expected);
  }

  @Test
  void whatADraftHasNot_isNotSaid() {
    MapDraft draft = new MapDraft(CHANNEL, "head", Map.of(), false, Map.of(), Map.of());
    String json = MapJson.of(draft, null);
    assertThat(read(json)).isEqualTo(owned("head").build());
    assertThat(json)
        .doesNotContain("resourceVersion", "annotations", "immutable", "\"data\"", "binaryData");
  }

  private static ConfigMapBuilder owned(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .addToLabels(Labels.CHANNEL, "consumers")
        .addToLabels(Labels.POOL, "consumers")
        .addToLabels(Labels.POOL_UID, "u-1")
        .addNewOwnerReference()
        .withApiVersion(WorkerPool.API_VERSION)
        .withKind(WorkerPool.KIND)
        .withName("consumers")
        .withUid("u-1")
        .endOwnerReference()
        .endMetadata();
  }

  private static ConfigMap read(String json) {
    return Serialization.unmarshal(json, ConfigMap.class);
  }
}
