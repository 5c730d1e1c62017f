package dev.workerpool.relay.hybrid;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** An API server in memory: what it is asked, it does when the world turns; replies can be lost. */
final class FakeMaps implements ConfigMaps {
  /** What happens to a write. */
  enum Fate {
    LOST_BEFORE,
    LOST_AFTER,
    /** Done only when {@link #letThrough} is called; the reply is lost. */
    LATE,
    THROTTLED,
    FINE
  }

  private final World world;
  final TreeMap<String, MapObject> objects = new TreeMap<>();
  final List<String> log = new ArrayList<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final List<Supplier<Reply>> creations = new ArrayList<>();

  /** Fates for the next writes of objects whose names contain the key. */
  final Map<String, Deque<Fate>> fates = new HashMap<>();

  /** Whether it lets itself be watched; each change is told before whatever follows it. */
  boolean watchable;

  final List<Changes> watches = new CopyOnWriteArrayList<>();
  boolean down;
  long largest;
  private long versions;

  FakeMaps(World world) {
    this.world = world;
  }

  void fate(String part, Fate... list) {
    fates.computeIfAbsent(part, p -> new ArrayDeque<>()).addAll(List.of(list));
  }

  void letThrough() {
    while (!late.isEmpty()) {
      late.remove().run();
    }
  }

  /** What is late never comes. */
  void forgetLate() {
    late.clear();
  }

  /** A copy of each creation there has been comes through. */
  void repeatCreations() {
    creations.forEach(Supplier::get);
  }

  @Override
  public CompletionStage<Optional<MapObject>> get(String namespace, String name) {
    return read("get " + name, () -> Optional.ofNullable(objects.get(name)));
  }

  @Override
  public CompletionStage<Optional<MapMeta>> meta(String namespace, String name) {
    return read("meta " + name, () -> Optional.ofNullable(objects.get(name)).map(MapObject::meta));
  }

  @Override
  public CompletionStage<List<MapMeta>> list(PoolChannel channel) {
    return read(
        "list", () -> metas(m -> channel.poolUid().equals(m.labels().get(Labels.POOL_UID))));
  }

  private List<MapMeta> metas(Predicate<MapMeta> which) {
    return objects.values().stream().map(MapObject::meta).filter(which).toList();
  }

  @Override
  public CompletionStage<Reply> create(MapDraft draft) {
    Supplier<Reply> creating =
        () ->
            objects.containsKey(draft.name())
                ? new Conflict()
                : stored(draft, "uid-" + (versions + 1));
    creations.add(creating);
    return write("create " + draft.name(), draft.name(), creating);
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    return write(
        "replace " + draft.name(),
        draft.name(),
        () -> {
          MapObject before = objects.get(draft.name());
          if (before == null) {
            return new Missing();
          }
          return before.meta().version().equals(version)
              ? stored(draft, before.meta().uid())
              : new Conflict();
        });
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    return write(
        "delete " + exactly.name(),
        exactly.name(),
        () -> {
          MapObject there = objects.get(exactly.name());
          if (there != null && !there.meta().uid().equals(exactly.uid())) {
            return new Conflict();
          }
          objects.remove(exactly.name());
          watches.forEach(w -> w.gone(exactly.name()));
          return new Done(null);
        });
  }

  @Override
  public CompletionStage<Boolean> poolIs(PoolChannel channel) {
    return read("pool", () -> true);
  }

  @Override
  public Runnable watch(PoolChannel channel, String after, Changes changes) {
    log.add("watch");
    if (!watchable) {
      changes.over();
      return () -> {};
    }
    watches.add(changes);
    return () -> watches.remove(changes);
  }

  private Reply stored(MapDraft draft, String uid) {
    largest = Math.max(largest, draft.bytes());
    versions++;
    MapMeta meta =
        new MapMeta(
            draft.name(),
            uid,
            "" + versions,
            draft.channel().poolUid(),
            Map.of(
                Labels.CHANNEL,
                draft.channel().ref().name(),
                Labels.POOL_UID,
                draft.channel().poolUid()),
            draft.annotations());
    objects.put(draft.name(), new MapObject(meta, draft.data(), draft.binary()));
    watches.forEach(w -> w.changed(meta));
    return new Done(meta);
  }

  /** Somebody changes an object with an editor; null leaves it as it is but for its version. */
  void edit(String name, String file, String text) {
    MapObject before = objects.get(name);
    Map<String, String> data = new HashMap<>(before.data());
    if (file != null) {
      data.put(file, text);
    }
    MapMeta m = before.meta();
    versions++;
    MapMeta meta =
        new MapMeta(m.name(), m.uid(), "" + versions, m.ownerUid(), m.labels(), m.annotations());
    objects.put(name, new MapObject(meta, data, before.binary()));
    watches.forEach(w -> w.changed(meta));
  }

  List<String> named(String part) {
    return objects.keySet().stream().filter(n -> n.contains(part)).toList();
  }

  private <T> CompletionStage<T> read(String what, Supplier<T> reading) {
    CompletableFuture<T> result = new CompletableFuture<>();
    world.execute(
        () -> {
          log.add(what);
          if (down) {
            result.completeExceptionally(new IllegalStateException("down"));
          } else {
            result.complete(reading.get());
          }
        });
    return result;
  }

  private CompletionStage<Reply> write(String what, String name, Supplier<Reply> writing) {
    CompletableFuture<Reply> result = new CompletableFuture<>();
    world.execute(() -> result.complete(written(what, name, writing)));
    return result;
  }

  private Reply written(String what, String name, Supplier<Reply> writing) {
    log.add(what);
    Fate fate =
        fates.entrySet().stream()
            .filter(e -> name.contains(e.getKey()))
            .map(e -> e.getValue().poll())
            .filter(f -> f != null)
            .findFirst()
            .orElse(down ? Fate.LOST_BEFORE : null);
    if (fate == null || fate == Fate.FINE) {
      return writing.get();
    } else if (fate == Fate.THROTTLED) {
      return new Throttled();
    } else if (fate == Fate.LOST_AFTER) {
      writing.get();
    } else if (fate == Fate.LATE) {
      late.add(writing::get);
    }
    return new Unclear("lost");
  }
}
