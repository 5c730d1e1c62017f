package dev.workerpool.relay;

import dev.workerpool.channel.Change;
import dev.workerpool.channel.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What is committed together, and who is answered then, in order. Before the first change there is
 * nothing to wait for, and answers go out at once.
 */
final class Batch {
  private record Reply(Pending pending, Outcome outcome) {}

  private final long epoch;
  private final List<Change> changes = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();

  Batch(long epoch) {
    this.epoch = epoch;
  }

  void add(List<Change> more) {
    changes.addAll(more);
  }

  void answer(Pending pending, Outcome outcome) {
    if (changes.isEmpty()) {
      pending.answer(outcome, epoch);
    } else {
      replies.add(new Reply(pending, outcome));
    }
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  List<Change> changes() {
    return changes;
  }

  /** The commit is durable. */
  void committed() {
    replies.forEach(r -> r.pending().answer(r.outcome(), epoch));
    replies.clear();
  }

  /** The commit failed, or nobody knows yet: all get this instead. */
  void failed(Outcome outcome) {
    replies.forEach(r -> r.pending().answer(outcome, epoch));
    replies.clear();
  }
}
