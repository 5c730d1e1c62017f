package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.NameTaken;
import dev.workerpool.relay.PoolChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Reads all of a channel: its head, then what the head's index leads to. */
final class Loading {
  private static final int TRIES = 5;

  /**
   * What was found.
   *
   * @param standing null where there is nothing to follow
   */
  record Loaded(Found found, Standing standing) {}

  private final ConfigMaps maps;
  private final Calls calls;
  private final HybridSettings settings;
  private final PoolChannel channel;

  Loading(ConfigMaps maps, Calls calls, HybridSettings settings, PoolChannel channel) {
    this.maps = maps;
    this.calls = calls;
    this.settings = settings;
    this.channel = channel;
  }

  CompletionStage<Loaded> load() {
    return attempt(1);
  }

  /** Again where the head has moved on while the rest was read: what it led to may be collected. */
  private CompletionStage<Loaded> attempt(int number) {
    return calls
        .read(this::head)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return absent(number);
              }
              HeadDoc doc = new HeadDoc(found.get());
              if (!doc.ours()) {
                return Calls.now(new Loaded(taken(), null));
              }
              return doc.of(channel) ? all(doc, number) : removeFormerLife(doc, number);
            });
  }

  CompletionStage<Optional<MapObject>> head() {
    return maps.get(channel.ref().namespace(), Names.head(channel));
  }

  NameTaken taken() {
    return new NameTaken(
        "ConfigMap %s/%s is not a channel's; rename it or the pool"
            .formatted(channel.ref().namespace(), Names.head(channel)));
  }

  /** Leftovers of a head that isn't there; unless it came between the look at it and the list. */
  private CompletionStage<Loaded> absent(int number) {
    return calls
        .read(() -> maps.list(channel))
        .thenCompose(
            listed -> {
              long epoch = new Inventory(channel, listed).highestEpoch();
              Loaded lost = new Loaded(new Absent(epoch), null);
              if (epoch == 0 || number == TRIES) {
                return Calls.now(lost);
              }
              return calls
                  .read(this::head)
                  .thenCompose(found -> found.isEmpty() ? Calls.now(lost) : attempt(number + 1));
            });
  }

  /** Only after the server has said that the pool of today is the one we know. */
  private CompletionStage<Loaded> removeFormerLife(HeadDoc doc, int number) {
    return calls
        .read(() -> maps.poolIs(channel))
        .thenCompose(
            is -> {
              if (!is) {
                throw new IllegalStateException(
                    "pool " + channel.ref() + " has been deleted or replaced");
              }
              return maps.delete(channel.ref().namespace(), doc.object().meta());
            })
        .thenCompose(
            reply -> {
              if (!(reply instanceof ConfigMaps.Done)) {
                throw new IllegalStateException("a former life's head could not be removed");
              }
              return absent(number);
            });
  }

  private CompletionStage<Loaded> all(HeadDoc doc, int number) {
    LogIndex index;
    try {
      index = doc.index();
    } catch (UnreadableException e) {
      return CompletableFuture.failedStage(e);
    }
    return calls
        .read(() -> maps.list(channel))
        .thenCompose(listed -> rest(doc, index, new Inventory(channel, listed)))
        .handle(
            (loaded, failure) ->
                failure == null ? Calls.now(loaded) : retry(doc, number, Calls.cause(failure)))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Loaded> retry(HeadDoc doc, int number, Throwable failure) {
    if (!(failure instanceof UnreadableException) || number == TRIES) {
      return CompletableFuture.failedStage(failure);
    }
    return calls
        .read(this::head)
        .thenCompose(
            found ->
                found.map(MapObject::meta).map(MapMeta::version).equals(Optional.of(doc.version()))
                    ? CompletableFuture.failedStage(failure)
                    : attempt(number + 1));
  }

  private CompletionStage<Loaded> rest(HeadDoc doc, LogIndex index, Inventory inventory) {
    if (doc.object().data().get(LogIndex.FILE) == null && inventory.highestEpoch() > 0) {
      throw new UnreadableException("the head has lost its " + LogIndex.FILE, null);
    }
    List<MapMeta> parts = inventory.parts(index);
    List<MapMeta> entries = inventory.entries(index);
    return calls
        .each(parts, settings.parallel(), this::body)
        .thenCompose(
            partBodies ->
                calls
                    .each(entries, settings.parallel(), this::body)
                    .thenApply(bodies -> assembled(doc, index, partBodies, bodies)));
  }

  private CompletionStage<MapObject> body(MapMeta meta) {
    return calls
        .read(() -> maps.get(channel.ref().namespace(), meta.name()))
        .thenApply(
            found ->
                found.orElseThrow(
                    () -> new UnreadableException("ConfigMap " + meta.name() + " is gone", null)));
  }

  private Loaded assembled(
      HeadDoc doc, LogIndex index, List<MapObject> partBodies, List<MapObject> entryBodies) {
    PMap<String, String> objects = HashTreePMap.empty();
    List<SnapshotPart> parts = new ArrayList<>();
    Room room = new Room(Spill.mostText(settings));
    for (MapObject body : partBodies) {
      parts.add(SnapshotPart.of(body, (Names.Part) kind(body), room));
      objects = objects.plus(body.meta().name(), body.meta().uid());
    }
    Map<String, String> content = index.snapshot() == null ? doc.files() : SnapshotPart.join(parts);
    List<String> records = new ArrayList<>();
    Stamp last = index.by();
    long logBytes = 0;
    long next = index.from();
    for (MapObject body : entryBodies) {
      LogEntry entry = LogEntry.of(body, (Names.Entry) kind(body), room);
      records.addAll(entry.records());
      objects = objects.plus(body.meta().name(), body.meta().uid());
      logBytes += Spill.entryBytes(bytes(body), entry.length());
      if (entry.stamp().epoch() == index.open()) {
        next = entry.seq() + 1;
        last = entry.stamp().epoch() == index.by().epoch() ? entry.stamp() : last;
      }
    }
    long checkpoint = index.snapshot() == null ? size(content) : index.snapshot().bytes();
    Standing standing =
        new Standing(
            doc.version(),
            index,
            doc.files(),
            last,
            next,
            entryBodies.size(),
            logBytes,
            checkpoint,
            objects);
    return new Loaded(new Head(standing.version(), last, content, records), standing);
  }

  private Names.Kind kind(MapObject body) {
    return Names.kind(channel, body.meta().name()).orElseThrow();
  }

  private static long bytes(MapObject body) {
    return size(body.data()) + body.binary().values().stream().mapToLong(b -> b.length).sum();
  }

  private static long size(Map<String, String> texts) {
    return ChannelCodec.sizeBytes(texts);
  }
}
