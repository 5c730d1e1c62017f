package dev.workerpool.relay.hybrid;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.ChannelStore.NameTaken;
import dev.workerpool.relay.PoolChannel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One channel's objects: what all who work at the channel ask the server, and draw up for it. */
record ChannelMaps(PoolChannel channel, Tools tools, Calls calls) {

  HybridSettings settings() {
    return tools.settings();
  }

  String namespace() {
    return channel.ref().namespace();
  }

  /** Empty also where it is blank. */
  CompletionStage<Optional<MapObject>> head() {
    return body(Names.head(channel))
        .thenApply(found -> found.filter(head -> !new HeadDoc(head).isBlank(channel)));
  }

  CompletionStage<Optional<MapMeta>> headMeta() {
    return calls.read(() -> tools.maps().meta(namespace(), Names.head(channel)));
  }

  CompletionStage<Optional<MapObject>> body(String name) {
    return calls.read(() -> tools.maps().get(namespace(), name));
  }

  CompletionStage<Inventory> inventory() {
    return calls
        .read(() -> tools.maps().list(channel))
        .thenApply(listed -> new Inventory(channel, listed));
  }

  /** Whether a watch over the channel's objects tells of this one. */
  boolean watches(MapMeta object) {
    return channel.ref().name().equals(object.labels().get(Labels.CHANNEL))
        && channel.poolUid().equals(object.labels().get(Labels.POOL_UID));
  }

  MapDraft draft(LogEntry entry) {
    return entry.draft(channel, settings().entryTextBytes());
  }

  /** What is said where the head isn't a channel's at all. */
  NameTaken taken() {
    return new NameTaken(
        "ConfigMap %s/%s is not a channel's; rename it or the pool"
            .formatted(namespace(), Names.head(channel)));
  }
}
