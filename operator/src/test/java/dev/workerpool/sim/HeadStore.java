package dev.workerpool.sim;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A channel as one object, replaced whole, as the store of heads does it. */
final class HeadStore implements ChannelStore {
  static final String HEAD = "pool-channel";
  private static final int TRIES = 8;

  private final ApiServer server;
  private final Host host;
  private final boolean guessing;

  /**
   * @param guessing takes an unknown outcome for a good one: a flaw, for tests of the tests
   */
  HeadStore(ApiServer server, Host host, boolean guessing) {
    this.server = server;
    this.host = host;
    this.guessing = guessing;
  }

  @Override
  public long maxStateBytes() {
    return 900 * 1024;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return server.call(host, new ApiServer.Get(HEAD)).thenApply(HeadStore::found);
  }

  static Found found(ApiServer.Reply reply) {
    if (!(reply instanceof ApiServer.Present present)) {
      return new Absent();
    }
    Map<String, String> content = content(present.object());
    Stamp stamp = ChannelCodec.stamp(content);
    return new Head("" + present.object().version(), stamp, content, java.util.List.of());
  }

  @SuppressWarnings("unchecked")
  static Map<String, String> content(ApiServer.Obj object) {
    return (Map<String, String>) object.content();
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    CompletableFuture<Written> result = new CompletableFuture<>();
    new Write(version, commit.stamp(), commit.content().get(), result).send();
    return result;
  }

  private final class Write {
    private final String version;
    private final Stamp stamp;
    private final Map<String, String> content;
    private final CompletableFuture<Written> result;
    private int tries;

    Write(
        String version, Stamp stamp, Map<String, String> content, CompletableFuture<Written> out) {
      this.version = version;
      this.stamp = stamp;
      this.content = content;
      this.result = out;
    }

    void send() {
      long bytes = ChannelCodec.sizeBytes(content);
      ApiServer.Request request =
          version == null
              ? new ApiServer.Create(HEAD, content, bytes)
              : new ApiServer.Update(HEAD, Long.parseLong(version), content, bytes);
      server.call(host, request).whenComplete(this::sent);
    }

    private void sent(ApiServer.Reply reply, Throwable failure) {
      if (reply instanceof ApiServer.Present present) {
        result.complete(new Committed("" + present.object().version()));
      } else if (guessing && failure != null) {
        result.complete(new Committed("" + (Long.parseLong(version == null ? "0" : version) + 1)));
      } else {
        server.call(host, new ApiServer.Get(HEAD)).whenComplete(this::looked);
      }
    }

    private void looked(ApiServer.Reply reply, Throwable failure) {
      Written known = failure != null ? null : resolve(found(reply));
      if (known != null) {
        result.complete(known);
      } else if (++tries == TRIES) {
        result.completeExceptionally(new ApiServer.Failure(0));
      } else {
        host.after(50_000L << Math.min(tries, 5), this::send);
      }
    }

    /** Null: not done, and the same may be sent again. */
    private Written resolve(Found found) {
      if (!(found instanceof Head head)) {
        return version == null ? null : new Missing();
      }
      if (head.stamp().equals(stamp)) {
        return new Committed(head.version());
      } else if (head.version().equals(version)) {
        return null;
      }
      return head.stamp().sameReign(stamp) ? new Edited(head.version()) : new Fenced(head.stamp());
    }
  }
}
