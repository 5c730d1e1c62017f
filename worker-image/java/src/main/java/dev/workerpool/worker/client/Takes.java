package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Takes and acks: an item is handed out under a lease of this process's session. */
final class Takes {
  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Supplier<String> ids;

  Takes(Retries retries, Time time, Session session, Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.session = session;
    this.ids = ids;
  }

  /**
   * Waits for up to {@code max} items until the deadline.
   *
   * @param handle of the implicit mode, or null
   * @param ack leases acked by the way; one that is lost is passed over
   */
  Taken take(String queue, int max, String handle, List<String> ack, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    List<String> acks = new ArrayList<>(ack);
    String attempt = ids.get();
    for (; ; ) {
      long started = time.nanos();
      String id = session.id();
      Call call = call(queue, new Request.Take(id, max, attempt, handle, orNull(acks)));
      Answer answer = retries.send(() -> call.waiting(deadline.nextPoll()));
      if (answer.ok()) {
        session.drop(acks);
        acks.clear();
        if (answer.status() == 200) {
          List<Reply.Item> items = answer.as(Reply.Take.class).items();
          session.hold(queue, items);
          return new Taken(Outcome.DONE, items);
        }
        if (deadline.passed()) {
          return Taken.nothing(Outcome.TIMED_OUT);
        }
        attempt = ids.get();
        deadline.pace(started);
      } else if (answer.problem().is("closed")) {
        settle(acks);
        return Taken.nothing(Outcome.CLOSED);
      } else if (!goesOn(answer.problem(), id, acks)) {
        throw new RefusedException(answer.problem());
      }
    }
  }

  /**
   * Acks leases.
   *
   * @return those that this process had no longer: their items went to somebody else
   */
  Set<String> settle(List<String> ack)
      throws RefusedException, UnreachableException, InterruptedException {
    List<String> acks = new ArrayList<>(ack);
    Set<String> lost = new LinkedHashSet<>();
    while (!acks.isEmpty()) {
      String id = session.id();
      Answer answer =
          retries.send(Call.post("/leases", new Request.Settle(id, List.copyOf(acks), List.of())));
      if (answer.ok()) {
        session.drop(acks);
        return lost;
      }
      Reply.Problem problem = answer.problem();
      if (problem.is("lease-lost") && problem.leases() != null) {
        lost.addAll(problem.leases());
        // An item that exists no more was acked before, and the answer got lost.
        lost.removeAll(problem.gone() == null ? List.of() : problem.gone());
      }
      if (!goesOn(problem, id, acks)) {
        throw new RefusedException(problem);
      }
    }
    return lost;
  }

  /** Mends what a refusal complains of: a session the relay forgot, leases we no longer have. */
  private boolean goesOn(Reply.Problem problem, String id, List<String> acks)
      throws RefusedException, UnreachableException, InterruptedException {
    if (problem.is("session-unknown")) {
      session.openInsteadOf(id);
      return true;
    }
    if (problem.is("lease-lost") && problem.leases() != null) {
      session.drop(problem.leases());
      return acks.removeAll(problem.leases());
    }
    return false;
  }

  private static Call call(String queue, Request body) {
    return Call.post("/queues/" + Target.segment(queue) + "/leases", body);
  }

  private static List<String> orNull(List<String> acks) {
    return acks.isEmpty() ? null : List.copyOf(acks);
  }
}
