package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ends of leases: acks, give-backs, and puts that take effect in the same commit as an ack. */
final class Settlements {
  /** So long what is done waits for room when nobody waits for it. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private final Session session;
  private final Time time;
  private final Producers producers;
  private final Doubts doubts;

  Settlements(Session session, Time time, Producers producers, Doubts doubts) {
    this.session = session;
    this.time = time;
    this.producers = producers;
    this.doubts = doubts;
  }

  /**
   * Acks leases.
   *
   * @return those that this process had no longer: their items went to somebody else
   */
  Set<String> ack(List<String> leases)
      throws RefusedException, UnreachableException, InterruptedException {
    List<String> acks = new ArrayList<>(leases);
    Set<String> lost = new LinkedHashSet<>();
    while (!acks.isEmpty()) {
      Answer answer = send(List.copyOf(acks), List.of(), null, null);
      if (answer.ok()) {
        session.drop(acks);
        return lost;
      }
      Reply.Problem problem = answer.problem();
      lost.addAll(lostOf(problem));
      if (!session.forgets(problem, acks)) {
        throw new RefusedException(problem);
      }
    }
    return lost;
  }

  /** Gives an item back. One that this process had no longer is passed over. */
  void giveBack(Request.Nack nack)
      throws RefusedException, UnreachableException, InterruptedException {
    boolean plain = nack.delay() == null && nack.dead() == null && nack.reason() == null;
    Answer answer = send(List.of(), List.of(plain ? nack.lease() : nack), null, null);
    session.drop(List.of(nack.lease()));
    if (!answer.ok() && !answer.problem().is("lease-lost")) {
      throw new RefusedException(answer.problem());
    }
  }

  /** An item that is done, and what is put with that. */
  Finished finished(String lease, List<Puts.Batch> puts) {
    return new Finished(lease, new Numbers(producers, puts));
  }

  /**
   * Acks a lease and puts items, both or neither; waits for room until the deadline.
   *
   * @return DONE, TIMED_OUT when there was no room, or CLOSED when a queue takes nothing more (then
   *     nothing has changed); LOST when the item went to somebody else
   */
  Outcome ack(Finished finished, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    while (!finished.isSettled()) {
      long started = time.nanos();
      Answer answer = send(List.of(finished.lease()), List.of(), finished.sent(), deadline);
      finished.answered(answer);
      Outcome end = end(finished, answer, deadline);
      if (end != null) {
        return end;
      }
      deadline.pace(started);
    }
    return Outcome.DONE;
  }

  /**
   * How it ends that was answered so; null while it should be sent again.
   *
   * @throws RefusedException when that would change nothing
   */
  Outcome end(Finished finished, Answer answer, Deadline deadline) throws RefusedException {
    if (answer.ok()) {
      session.drop(List.of(finished.lease()));
      finished.settled();
      return Outcome.DONE;
    }
    Reply.Problem problem = answer.problem();
    if (problem.is("sequence-gap")) {
      finished.forgotten();
      return null;
    } else if (problem.is("lease-lost")) {
      session.drop(List.of(finished.lease()));
      boolean ours = !lostOf(problem).contains(finished.lease()) && finished.mayBeSettled();
      finished.refused();
      return ours ? Outcome.DONE : Outcome.LOST;
    } else if (problem.isFull() && !deadline.passed()) {
      return null;
    }
    finished.refused();
    return Puts.end(problem);
  }

  /**
   * Settles in the background what nobody waits for, as {@link #ack(Finished, Deadline)} does;
   * gives the item back where that can't be done soon.
   */
  void ackLater(Finished finished) {
    later(
        finished.lease(),
        () -> {
          Outcome end;
          try {
            end = ack(finished, Deadline.in(time, SOON));
          } catch (RefusedException e) {
            end = Outcome.CLOSED;
          }
          if (end == Outcome.CLOSED || end == Outcome.TIMED_OUT) {
            giveBack(Request.nack(finished.lease(), null, false, null));
          }
        });
  }

  /** Gives an item back in the background. */
  void giveBackLater(Request.Nack nack) {
    later(nack.lease(), () -> giveBack(nack));
  }

  /** Held until then; after that no heartbeat lists it, so that the relay takes it back at last. */
  private void later(String lease, Doubts.Undo undo) {
    doubts.add(
        () -> {
          try {
            undo.run();
          } finally {
            session.drop(List.of(lease));
          }
        });
  }

  private Answer send(
      List<String> acks, List<Object> nacks, List<Request.Then> thens, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return session.send(
        id -> Call.post("/leases", new Request.Settle(id, acks, nacks, thens)), deadline);
  }

  /** Leases whose items went to others. An item that exists no more was acked: by us, before. */
  private static Set<String> lostOf(Reply.Problem problem) {
    Set<String> lost = new LinkedHashSet<>();
    if (problem.is("lease-lost") && problem.leases() != null) {
      lost.addAll(problem.leases());
      lost.removeAll(problem.gone() == null ? List.of() : problem.gone());
    }
    return lost;
  }
}
