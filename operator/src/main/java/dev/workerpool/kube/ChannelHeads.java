package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.Optional;

/** How a channel's head looks as a ConfigMap: the channel's files are its keys. */
final class ChannelHeads {
  /** Annotation that repeats the epoch, to be seen without reading the data. */
  static final String EPOCH = "workerpool.dev/epoch";

  private ChannelHeads() {}

  static String name(PoolChannel channel) {
    return channel.ref().name() + "-channel";
  }

  /**
   * The head after a commit; the pool owns it, so that the cluster's garbage collector removes it.
   *
   * @param version resourceVersion to replace; null for a head to be created
   */
  static ConfigMap head(PoolChannel channel, String version, Commit commit) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name(channel))
        .withNamespace(channel.ref().namespace())
        .withResourceVersion(version)
        .addToLabels(Labels.CHANNEL, channel.ref().name())
        .addToLabels(Labels.POOL, channel.ref().name())
        .addToLabels(Labels.POOL_UID, channel.poolUid())
        .addToAnnotations(EPOCH, Long.toString(commit.stamp().epoch()))
        .addNewOwnerReference()
        .withApiVersion(WorkerPool.API_VERSION)
        .withKind(WorkerPool.KIND)
        .withName(channel.ref().name())
        .withUid(channel.poolUid())
        .endOwnerReference()
        .endMetadata()
        .withData(commit.content().get())
        .build();
  }

  /** Whether it is a head of ours at all, of whichever life. */
  static boolean ours(ConfigMap map) {
    return labels(map.getMetadata()).containsKey(Labels.CHANNEL);
  }

  /**
   * Whether it belongs to this very life of the channel. One whose owner and label somebody took
   * off does: what is in it must not be thrown away for that.
   */
  static boolean of(PoolChannel channel, ConfigMap map) {
    return map.getMetadata().getOwnerReferences().stream()
        .filter(owner -> WorkerPool.KIND.equals(owner.getKind()))
        .map(OwnerReference::getUid)
        .findFirst()
        .or(() -> Optional.ofNullable(labels(map.getMetadata()).get(Labels.POOL_UID)))
        .map(channel.poolUid()::equals)
        .orElse(true);
  }

  static Map<String, String> content(ConfigMap map) {
    return map.getData() == null ? Map.of() : map.getData();
  }

  /** Who wrote it last; empty when somebody has made that unreadable. */
  static Optional<Stamp> stamp(ConfigMap map) {
    try {
      return Optional.of(ChannelCodec.stamp(content(map)));
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  static String version(ConfigMap map) {
    return map.getMetadata().getResourceVersion();
  }

  private static Map<String, String> labels(ObjectMeta meta) {
    return meta.getLabels() == null ? Map.of() : meta.getLabels();
  }
}
