package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.Failures;
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

  private final ChannelMaps maps;

  Loading(ChannelMaps maps) {
    this.maps = maps;
  }

  CompletionStage<Loaded> load() {
    return attempt(1);
  }

  /** Again where the head has moved on while the rest was read: what it led to may be collected. */
  private CompletionStage<Loaded> attempt(int number) {
    return maps.head()
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return absent(number);
              }
              HeadDoc doc = new HeadDoc(found.get());
              if (!doc.ours()) {
                return Calls.now(new Loaded(maps.taken(), null));
              }
              return doc.of(maps.channel()) ? all(doc, number) : removeFormerLife(doc, number);
            });
  }

  /** Leftovers of a head that isn't there; unless it came between the look at it and the list. */
  private CompletionStage<Loaded> absent(int number) {
    return maps.inventory()
        .thenCompose(
            inventory -> {
              long epoch = inventory.highestEpoch();
              Loaded lost = new Loaded(new Absent(epoch), null);
              if (epoch == 0 || number == TRIES) {
                return Calls.now(lost);
              }
              return maps.head()
                  .thenCompose(found -> found.isEmpty() ? Calls.now(lost) : attempt(number + 1));
            });
  }

  /** Only after the server has said that the pool of today is the one we know. */
  private CompletionStage<Loaded> removeFormerLife(HeadDoc doc, int number) {
    return maps.calls()
        .read(() -> maps.tools().maps().poolIs(maps.channel()))
        .thenCompose(
            is -> {
              if (!is) {
                throw new IllegalStateException(
                    "pool " + maps.channel().ref() + " has been deleted or replaced");
              }
              return maps.tools().maps().delete(maps.namespace(), doc.object().meta());
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
    return maps.inventory()
        .thenCompose(inventory -> rest(doc, index, inventory))
        .handle(
            (loaded, failure) ->
                failure == null ? Calls.now(loaded) : retry(doc, number, Failures.cause(failure)))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Loaded> retry(HeadDoc doc, int number, Throwable failure) {
    if (!(failure instanceof UnreadableException) || number == TRIES) {
      return CompletableFuture.failedStage(failure);
    }
    return maps.head()
        .thenCompose(
            found ->
                found.map(MapObject::meta).map(MapMeta::version).equals(Optional.of(doc.version()))
                    ? CompletableFuture.failedStage(failure)
                    : attempt(number + 1));
  }

  private CompletionStage<Loaded> rest(HeadDoc doc, LogIndex index, Inventory inventory) {
    if (doc.object().data().get(LogIndex.FILE) == null && inventory.hasLog()) {
      throw new UnreadableException("the head has lost its " + LogIndex.FILE, null);
    }
    List<MapMeta> parts = inventory.parts(index);
    List<MapMeta> entries = inventory.entries(index);
    return bodies(parts)
        .thenCompose(
            partBodies ->
                bodies(entries).thenApply(bodies -> assembled(doc, index, partBodies, bodies)));
  }

  private CompletionStage<List<MapObject>> bodies(List<MapMeta> metas) {
    return maps.calls().each(metas, maps.settings().parallel(), this::body);
  }

  private CompletionStage<MapObject> body(MapMeta meta) {
    return maps.body(meta.name())
        .thenApply(
            found ->
                found.orElseThrow(
                    () -> new UnreadableException("ConfigMap " + meta.name() + " is gone", null)));
  }

  private Loaded assembled(
      HeadDoc doc, LogIndex index, List<MapObject> partBodies, List<MapObject> entryBodies) {
    PMap<String, String> objects = HashTreePMap.empty();
    List<SnapshotPart> parts = new ArrayList<>();
    Room room = new Room(Spill.mostText(maps.settings()));
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
    return Names.kind(maps.channel(), body.meta().name()).orElseThrow();
  }

  private static long bytes(MapObject body) {
    return size(body.data()) + body.binary().values().stream().mapToLong(b -> b.length).sum();
  }

  private static long size(Map<String, String> texts) {
    return ChannelCodec.sizeBytes(texts);
  }
}
