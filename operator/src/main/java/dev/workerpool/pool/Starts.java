package dev.workerpool.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which attempts to start now.
 *
 * @param creates what to start
 * @param dueAt when the next restart is due, if one waits
 */
record Starts(List<PodAction.Create> creates, Optional<Instant> dueAt) {
  static final Starts NONE = new Starts(List.of(), Optional.empty());

  static Starts of(Observed observed, Membership members, Census census, Restarts restarts) {
    var creates = new ArrayList<PodAction.Create>();
    Instant next = null;
    for (String key : members.keys()) {
      var process = census.get(key);
      if (process == null) {
        if (!restarts.requests().stops(key, 0)) {
          creates.add(new PodAction.Create(key, 0));
        }
        continue;
      }
      var due = due(process, restarts, observed.now());
      if (due.isPresent() && !due.get().isAfter(observed.now())) {
        creates.add(new PodAction.Create(key, process.attempt() + 1));
      } else if (due.isPresent()) {
        next = next == null || due.get().isBefore(next) ? due.get() : next;
      }
    }
    creates.removeIf(
        c -> observed.creating().contains(WorkerPods.name(observed.pool(), c.key(), c.attempt())));
    return new Starts(creates, Optional.ofNullable(next));
  }

  /** When the process is started again; empty when it isn't. */
  private static Optional<Instant> due(PoolProcess process, Restarts restarts, Instant now) {
    if (process.leaving()) {
      return Optional.of(Instant.MIN);
    }
    if (process.alive() || !restarts.comes(process)) {
      return Optional.empty();
    }
    // First its end has to be durable: the next attempt takes its place in the status.
    return Optional.of(process.recorded() ? restarts.due(process, now) : now.plusMillis(1));
  }
}
