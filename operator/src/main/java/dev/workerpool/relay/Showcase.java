package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What others may see of a channel: written in the mailbox, read from any thread. */
final class Showcase {
  /** What was mended stays told so long, for people and the operator to notice. */
  private static final Duration MENDED_IS_TOLD = Duration.ofMinutes(1);

  /** So long another relay may yet write a head that is missing again, from its memory. */
  static final Duration LOST_AFTER = Duration.ofMinutes(1);

  /** More are not told: nobody retires so many at once. */
  private static final int MOST_IDLE = 1000;

  private final PoolChannel channel;
  private final Runnable onChange;
  private volatile ChannelState state;
  private volatile ChannelView.Problem problem;
  private volatile boolean gone;
  private Instant toldUntil = Instant.MAX;
  private final InstantSource clock;

  /** Since when its head is missing; null while it isn't. */
  private volatile Instant lostSince;

  Showcase(PoolChannel channel, InstantSource clock, Runnable onChange) {
    this.channel = channel;
    this.clock = clock;
    this.onChange = onChange;
  }

  ChannelView view() {
    ChannelState now = state;
    if (now == null) {
      return new ChannelView(channel, 0, List.of(), List.of(), problem, gone);
    }
    Outcome.Listed listed = now.listed();
    return new ChannelView(
        channel,
        now.epoch(),
        listed.queues(),
        listed.events(),
        problem,
        gone,
        now.idlePods(MOST_IDLE));
  }

  /** The epoch served, 0 for none. */
  long epoch() {
    ChannelState now = state;
    return now == null ? 0 : now.epoch();
  }

  ChannelView.Problem problem() {
    return problem;
  }

  /** What to answer while it isn't served. */
  Outcome refusal() {
    ChannelView.Problem now = problem;
    if (gone) {
      return Outcome.ChannelGone.of(channel.ref().name());
    } else if (now == null) {
      return new Outcome.NotLeader("This relay doesn't serve the channel; try again.");
    }
    Instant since = lostSince;
    return since != null && !clock.instant().isBefore(since.plus(LOST_AFTER))
        ? new Outcome.NotFound(now.message())
        : new Outcome.Recovering(now.message());
  }

  /** Served, in this state, and with nothing wrong. */
  void opened(ChannelState now) {
    state = now;
    problem = null;
    lostSince = null;
    onChange.run();
  }

  /** The state has moved on; the store has answered, so it is no longer unavailable. */
  void moved(ChannelState now) {
    boolean changed = state == null || !now.sameFigures(state);
    state = now;
    if (problem != null && problem.reason().equals(ChannelView.Problem.STORE_UNAVAILABLE)) {
      problem = null;
      changed = true;
    }
    if (changed) {
      onChange.run();
    }
  }

  void troubled(ChannelView.Problem found) {
    problem = found;
    toldUntil = Instant.MAX;
    onChange.run();
  }

  /** It was found and mended. */
  void mended(ChannelView.Problem found, Instant now) {
    troubled(found);
    toldUntil = now.plus(MENDED_IS_TOLD);
  }

  /** Puts wait: told as long as it lasts, and a while, unless there is worse to tell. */
  void held(Instant now) {
    if (problem == null) {
      mended(ChannelView.Problem.budget(), now);
    } else if (problem.reason().equals(ChannelView.Problem.WRITE_BUDGET)) {
      toldUntil = now.plus(MENDED_IS_TOLD);
    }
  }

  /** Forgets what was mended long enough ago. */
  void tick(Instant now) {
    if (!now.isBefore(toldUntil)) {
      toldUntil = Instant.MAX;
      problem = null;
      onChange.run();
    }
  }

  /** Not served; why, or null where another relay does. */
  void closed(ChannelView.Problem why) {
    state = null;
    boolean lost = why != null && why.reason().equals(ChannelView.Problem.CHANNEL_LOST);
    lostSince = !lost ? null : lostSince == null ? clock.instant() : lostSince;
    troubled(why);
  }

  void gone() {
    state = null;
    gone = true;
  }
}
