package dev.workerpool.sim;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import dev.workerpool.relay.hybrid.MapObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** The port to ConfigMaps, over the made-up API server. */
final class SimMaps implements ConfigMaps {
  /** Lets a process watch. */
  private interface Watches {
    Runnable begin(long after, Consumer<Watching.Change> changes, Runnable over);
  }

  private static final Watches NONE =
      (after, changes, over) -> {
        over.run();
        return () -> {};
      };

  private final Function<ApiServer.Request, CompletableFuture<ApiServer.Reply>> calls;
  private final Watches watches;

  private SimMaps(
      Function<ApiServer.Request, CompletableFuture<ApiServer.Reply>> calls, Watches watches) {
    this.calls = calls;
    this.watches = watches;
  }

  /**
   * As that process uses it, with all that can go wrong.
   *
   * @param watchable false: each watch is refused
   */
  static SimMaps of(ApiServer server, Host host, boolean watchable) {
    return new SimMaps(
        request -> server.call(host, request),
        watchable
            ? (after, changes, over) -> server.watching().watch(host, after, changes, over)
            : NONE);
  }

  /** At once, and always right. */
  static SimMaps direct(ApiServer server) {
    return new SimMaps(request -> CompletableFuture.completedFuture(server.apply(request)), NONE);
  }

  @Override
  public CompletionStage<Optional<MapObject>> get(String namespace, String name) {
    return calls
        .apply(new ApiServer.Get(name))
        .thenApply(
            reply ->
                reply instanceof ApiServer.Present p
                    ? Optional.of(object(p.object()))
                    : Optional.empty());
  }

  @Override
  public CompletionStage<Optional<MapMeta>> meta(String namespace, String name) {
    return get(namespace, name).thenApply(found -> found.map(MapObject::meta));
  }

  @Override
  public CompletionStage<List<MapMeta>> list(PoolChannel channel) {
    return calls
        .apply(new ApiServer.ListOf(""))
        .thenApply(
            reply ->
                ((ApiServer.Listed) reply).objects().stream().map(o -> object(o).meta()).toList());
  }

  @Override
  public CompletionStage<Reply> create(MapDraft draft) {
    return written(new ApiServer.Create(draft.name(), draft, draft.bytes()));
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    return written(
        new ApiServer.Update(draft.name(), Long.parseLong(version), draft, draft.bytes()));
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    return written(new ApiServer.Delete(exactly.name(), exactly.uid()))
        .thenApply(reply -> reply instanceof Missing ? new Done(null) : reply);
  }

  @Override
  public CompletionStage<Boolean> poolIs(PoolChannel channel) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public Runnable watch(PoolChannel channel, String after, Changes changes) {
    return watches.begin(
        Long.parseLong(after),
        change -> {
          if (change.gone()) {
            changes.gone(change.object().name());
          } else {
            changes.changed(object(change.object()).meta());
          }
        },
        changes::over);
  }

  private CompletionStage<Reply> written(ApiServer.Request request) {
    return calls.apply(request).handle(SimMaps::replied);
  }

  private static Reply replied(ApiServer.Reply reply, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      boolean throttled = cause instanceof ApiServer.Failure f && f.status() == 429;
      return throttled ? new Throttled() : new Unclear(cause.getMessage());
    } else if (reply instanceof ApiServer.Present present) {
      return new Done(object(present.object()).meta());
    }
    return ((ApiServer.Refused) reply).status() == ApiServer.ABSENT
        ? new Missing()
        : new Conflict();
  }

  static MapObject object(ApiServer.Obj o) {
    MapDraft draft = (MapDraft) o.content();
    PoolChannel channel = draft.channel();
    MapMeta meta =
        new MapMeta(
            o.name(),
            o.uid(),
            "" + o.version(),
            channel.poolUid(),
            Map.of(Labels.CHANNEL, channel.ref().name(), Labels.POOL_UID, channel.poolUid()),
            draft.annotations());
    return new MapObject(meta, draft.data(), draft.binary());
  }
}
