package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ends of leases: acks, give-backs, and puts that take effect in the same commit as an ack. */
final class Settlements {
  private final Session session;
  private final Time time;
  private final Producers producers;

  Settlements(Session session, Time time, Producers producers) {
    this.session = session;
    this.time = time;
    this.producers = producers;
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

  /**
   * Acks a lease and puts items, both or neither; waits for room until the deadline.
   *
   * @return DONE, TIMED_OUT when there was no room, or CLOSED when a queue takes nothing more (then
   *     nothing has changed); LOST when the item went to somebody else
   */
  Outcome ack(String lease, List<Puts.Batch> puts, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    List<Producers.Producer> lent = new ArrayList<>();
    puts.forEach(put -> lent.add(producers.borrow(put.queue())));
    boolean settled = false;
    try {
      for (; ; ) {
        long started = time.nanos();
        Answer answer = send(List.of(lease), List.of(), thens(puts, lent), deadline);
        settled = answer.ok() || !answer.uncertain();
        if (answer.ok()) {
          session.drop(List.of(lease));
          for (int i = 0; i < lent.size(); i++) {
            lent.get(i).sent(puts.get(i).items().size());
          }
          return Outcome.DONE;
        }
        Reply.Problem problem = answer.problem();
        if (problem.is("sequence-gap")) {
          lent.replaceAll(forgotten -> producers.fresh());
          settled = false;
        } else if (problem.is("lease-lost")) {
          session.drop(List.of(lease));
          return lostOf(problem).contains(lease) ? Outcome.LOST : Outcome.DONE;
        } else {
          Outcome end = Puts.end(problem, deadline);
          if (end != null) {
            return end;
          }
        }
        deadline.pace(started);
      }
    } finally {
      for (int i = 0; settled && i < lent.size(); i++) {
        producers.giveBack(puts.get(i).queue(), lent.get(i));
      }
    }
  }

  private Answer send(
      List<String> acks, List<Object> nacks, List<Request.Then> thens, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return session.send(
        id -> Call.post("/leases", new Request.Settle(id, acks, nacks, thens)), deadline);
  }

  private static List<Request.Then> thens(List<Puts.Batch> puts, List<Producers.Producer> lent) {
    List<Request.Then> thens = new ArrayList<>();
    for (int i = 0; i < puts.size(); i++) {
      Producers.Producer producer = lent.get(i);
      Puts.Batch put = puts.get(i);
      thens.add(new Request.Then(put.queue(), producer.id, producer.next(), put.items()));
    }
    return thens;
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
