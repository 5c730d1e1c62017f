package dev.workerpool.channel;

import java.time.Instant;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.TreePSet;

/**
 * What belongs to a relay's reign only, and is in no stored state.
 *
 * @param since when the relay began to hear: with its reign, or after a time in which it was deaf
 * @param grace null when everything may be delivered
 * @param clocks when something is due in which queue: an index
 * @param retired owners that get no further items
 * @param killed owners that are to kill themselves
 */
record Passing(
    Instant since,
    Grace grace,
    TreePSet<Timers.Clock> clocks,
    PSet<String> retired,
    PSet<String> killed) {
  static final Passing NOTHING =
      new Passing(
          Instant.EPOCH, null, TreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());

  Passing withGrace(Grace next) {
    return new Passing(since, next, clocks, retired, killed);
  }

  Passing withClocks(TreePSet<Timers.Clock> all) {
    return new Passing(since, grace, all, retired, killed);
  }

  Passing retiring(String owner) {
    return new Passing(since, grace, clocks, retired.plus(owner), killed);
  }

  Passing killing(String owner) {
    return new Passing(since, grace, clocks, retired, killed.plus(owner));
  }

  Passing without(String owner) {
    return new Passing(since, grace, clocks, retired.minus(owner), killed.minus(owner));
  }

  Passing hearingFrom(Instant now) {
    return new Passing(now, grace, clocks, retired, killed);
  }

  /** A reign begins: of the one before, only the clocks go on. */
  Passing begun(Instant now, Grace next) {
    return new Passing(now, next, clocks, NOTHING.retired, NOTHING.killed);
  }
}
