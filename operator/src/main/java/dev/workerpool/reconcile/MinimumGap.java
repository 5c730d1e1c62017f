package dev.workerpool.reconcile;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lets time pass between two reconciles of a pool, so that what happens meanwhile is one look. */
final class MinimumGap implements RateLimiter<MinimumGap.Last> {

  /** When the last reconcile was let through. */
  static final class Last implements RateLimiter.RateLimitState {
    private Instant at = Instant.EPOCH;
  }

  private final Duration gap;
  private final Clock clock;

  MinimumGap(Duration gap, Clock clock) {
    this.gap = gap;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    var last = (Last) state;
    Instant now = clock.instant();
    Instant next = last.at.plus(gap);
    if (now.isBefore(next)) {
      return Optional.of(Duration.between(now, next));
    }
    last.at = now;
    return Optional.empty();
  }

  @Override
  public Last initState() {
    return new Last();
  }
}
