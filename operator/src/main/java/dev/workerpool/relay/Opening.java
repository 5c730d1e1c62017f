package dev.workerpool.relay;

import dev.workerpool.channel.Applied;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Limits;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Owner;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes a channel over: loads it, claims the next epoch by one write that counts only if nobody
 * wrote meanwhile, and only then is it ours.
 */
final class Opening {
  private static final int ATTEMPTS = 10;
  static final Owner RELAY = Owner.guest("relay");

  /** What came of it. */
  sealed interface Result {}

  /** Ours. */
  record Opened(ChannelState state, String version, Stamp stamp) implements Result {}

  /**
   * Not ours now.
   *
   * @param problem null where another relay just was faster
   */
  record NotOpened(ChannelView.Problem problem) implements Result {}

  private final ChannelStore store;
  private final PoolChannel channel;
  private final RelayRuntime runtime;
  private final RelaySettings settings;
  private final String holder;
  private final Declaration declaration;
  private final long knownEpoch;

  Opening(
      ChannelStore store,
      PoolChannel channel,
      RelayRuntime runtime,
      RelaySettings settings,
      Declaration declaration,
      long knownEpoch) {
    this.store = store;
    this.channel = channel;
    this.runtime = runtime;
    this.settings = settings;
    this.holder = runtime.nonces().get();
    this.declaration = declaration;
    this.knownEpoch = knownEpoch;
  }

  /** Completes exceptionally when the store can't be reached; nothing is ours then. */
  CompletionStage<Result> open() {
    return attempt(1);
  }

  private CompletionStage<Result> attempt(int number) {
    return store.load(channel).thenCompose(found -> claim(found, number));
  }

  private CompletionStage<Result> claim(ChannelStore.Found found, int number) {
    Limits limits = Limits.ofBytes(store.maxStateBytes());
    if (found instanceof ChannelStore.NameTaken taken) {
      return done(new ChannelView.Problem(ChannelView.Problem.NAME_TAKEN, taken.message()));
    } else if (found instanceof ChannelStore.Absent absent) {
      long epoch = Math.max(knownEpoch, absent.epoch());
      return epoch > 0
          ? done(ChannelView.Problem.lost(epoch))
          : claim(null, 1, ChannelState.fresh(limits), true, number);
    }
    ChannelStore.Head head = (ChannelStore.Head) found;
    ChannelState state;
    try {
      state = Recovery.of(head, limits);
    } catch (UnreadableException e) {
      return done(ChannelView.Problem.unreadable(e));
    }
    // Above what the status knows, too: an older head may have been put back by hand.
    long epoch = Math.max(head.stamp().epoch(), knownEpoch) + 1;
    // A lease table handed over is true but for this reign: it must not be found again later.
    boolean whole = head.content().containsKey(ChannelCodec.SESSIONS);
    return claim(head.version(), epoch, state, whole, number);
  }

  private CompletionStage<Result> claim(
      String version, long epoch, ChannelState loaded, boolean whole, int number) {
    Instant now = runtime.clock().instant();
    ChannelState claimed = loaded.claimed(epoch, now, settings.grace());
    Request declare = new Request(RELAY, new Operation.Declare(declaration));
    Applied declared = Channels.apply(claimed, declare, now);
    ChannelState state = declared.state();
    Stamp stamp = new Stamp(epoch, holder, runtime.nonces().get());
    Commit commit =
        whole
            ? Commit.whole(stamp, state)
            : Commit.of(stamp, Writer.records(declared.changes(), state), state);
    return store
        .write(channel, version, commit)
        .thenCompose(
            written -> {
              if (written instanceof ChannelStore.Committed c) {
                return CompletableFuture.completedStage(new Opened(state, c.version(), stamp));
              }
              boolean beaten =
                  written instanceof ChannelStore.Fenced f && f.foreign().epoch() >= epoch;
              return beaten || number >= ATTEMPTS ? done(null) : attempt(number + 1);
            });
  }

  private static CompletionStage<Result> done(ChannelView.Problem problem) {
    return CompletableFuture.completedStage(new NotOpened(problem));
  }
}
