package dev.workerpool.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePSet;

/** What happens because time passes: delayed items become ready, leases with a timer end. */
final class Timers {
  /** When something is due in a queue. */
  record Clock(Instant at, String queue) implements Comparable<Clock> {
    @Override
    public int compareTo(Clock other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : queue.compareTo(other.queue);
    }
  }

  private Timers() {}

  /** The clocks after a queue has become another one; either may be null. */
  static TreePSet<Clock> moved(TreePSet<Clock> clocks, QueueState before, QueueState after) {
    Instant was = before == null ? null : before.nextTimer();
    Instant is = after == null ? null : after.nextTimer();
    if (was == is || was != null && was.equals(is)) {
      return clocks;
    }
    TreePSet<Clock> rest = was == null ? clocks : clocks.minus(new Clock(was, before.name()));
    return is == null ? rest : rest.plus(new Clock(is, after.name()));
  }

  static Applied tick(ChannelState state, Instant now) {
    Step step = Step.from(state);
    Instant next = state.nextTimer();
    while (next != null && !next.isAfter(now)) {
      step = tick(step, step.state().clocks().first().queue(), now);
      next = step.state().nextTimer();
    }
    return step.answer(new Outcome.Done());
  }

  private static Step tick(Step step, String name, Instant now) {
    Step next = step;
    QueueState queue = step.state().queues().get(name);
    Comeback late =
        Comeback.because(
            "its lease of " + queue.config().rules().leaseSeconds() + " s had ended", now);
    for (Map.Entry<String, List<String>> held : ended(queue, now).entrySet()) {
      next = Settlements.giveBack(next, held.getKey(), held.getValue(), late);
    }
    QueueState rest = next.state().queues().get(name);
    return next.with(next.state().withQueue(rest.withStock(rest.stock().ripened(now))));
  }

  /** Tokens of the leases whose time is over, by session. */
  private static Map<String, List<String>> ended(QueueState queue, Instant now) {
    Map<String, List<String>> bySession = new LinkedHashMap<>();
    for (Due due : queue.expiring()) {
      if (due.at().isAfter(now)) {
        break;
      }
      Lease lease = queue.leased().get(due.position());
      bySession.computeIfAbsent(lease.session(), s -> new ArrayList<>()).add(lease.token());
    }
    return bySession;
  }
}
