package dev.workerpool.pool;

import dev.workerpool.api.EventStatus;
import dev.workerpool.api.QueueStatus;
import dev.workerpool.api.WorkerPoolStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures of queues and events for the status: the relay's, or for a while the former ones,
 * since they change all the time and every write costs the API server.
 *
 * @param fresh whether they differ from those in the status
 * @param dueIn when newer ones may be written, if there are any
 */
record Figures(
    List<QueueStatus> queues, List<EventStatus> events, boolean fresh, Optional<Duration> dueIn) {
  static final Duration EVERY = Duration.ofSeconds(5);

  static Figures of(Observed observed, WorkerPoolStatus before, boolean atOnce) {
    var former = new Figures(before.queues(), before.events(), false, Optional.empty());
    var view = observed.channel();
    boolean same = view.queues().equals(before.queues()) && view.events().equals(before.events());
    // A relay that has just taken over, or can't read the channel, knows of no queue yet.
    boolean served = view.known() && view.epoch() != null;
    if (!served || same) {
      return former;
    }
    Instant due = observed.figuresAt() == null ? observed.now() : observed.figuresAt().plus(EVERY);
    if (!atOnce && observed.now().isBefore(due)) {
      return new Figures(
          former.queues, former.events, false, Optional.of(Duration.between(observed.now(), due)));
    }
    return new Figures(view.queues(), view.events(), true, Optional.empty());
  }

  /** The sum of a figure over all queues; null when there are none. */
  Long sum(Function<QueueStatus, Long> figure) {
    return queues.isEmpty()
        ? null
        : queues.stream().map(figure).mapToLong(n -> n == null ? 0 : n).sum();
  }
}
