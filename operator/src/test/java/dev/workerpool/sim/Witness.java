package dev.workerpool.sim;

import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Hears every answer as it leaves a relay, and tells the oracle what it means. */
final class Witness {
  private final Heap heap;
  private final Oracle oracle;

  /** Item of each lease ever told. */
  private final Map<String, String> items = new HashMap<>();

  /** Attempts that were leased something, perhaps, without being told. */
  private final Set<String> untold = new HashSet<>();

  Witness(Heap heap, Oracle oracle) {
    this.heap = heap;
    this.oracle = oracle;
  }

  String item(String token) {
    return items.get(token);
  }

  void answered(Host host, Worker worker, Operation asked, Answer answer, long since) {
    Outcome outcome = answer.outcome();
    heap.note(host.name(), worker.pod() + ": " + asked + " -> " + outcome);
    if (outcome instanceof Outcome.Stored) {
      oracle.stored(Worker.bodies((Operation.Put) asked));
    } else if (outcome instanceof Outcome.Taken taken) {
      Operation.Take take = (Operation.Take) asked;
      settled(take, answer.epoch());
      boolean inTurn = !untold.contains(take.attempt());
      for (Delivery delivery : taken.items()) {
        items.put(delivery.lease(), delivery.body().text());
        oracle.delivered(worker.pod(), take.session(), delivery, answer.epoch(), inTurn);
      }
    } else if (outcome instanceof Outcome.Alive) {
      Operation.Heartbeat beat = (Operation.Heartbeat) asked;
      oracle.heartbeat(beat.session(), new HashSet<>(beat.held()), answer.epoch());
    } else if (outcome instanceof Outcome.SessionOpened opened) {
      reopened(worker, (Operation.OpenSession) asked, opened, answer.epoch());
    } else if (outcome instanceof Outcome.Unfinished left) {
      if (left.items() == 0 && answer.epoch() >= oracle.truth().epoch()) {
        oracle.joined(((Operation.Join) asked).queue(), since);
      }
    } else if (outcome instanceof Outcome.EventIs event && asked instanceof Operation.SetEvent) {
      oracle.eventSet(event.value().count());
    } else if (outcome instanceof Outcome.Done) {
      done(asked, answer.epoch());
    } else if (outcome instanceof Outcome.Empty && asked instanceof Operation.Take take) {
      settled(take, answer.epoch());
    } else if (outcome instanceof Outcome.OutcomeUnknown) {
      perhaps(asked);
    }
  }

  /** What a take carries was done before it took, or waited to take. */
  private void settled(Operation.Take take, long epoch) {
    take.then().forEach(put -> oracle.stored(Worker.bodies(put)));
    take.acks().forEach(token -> oracle.acknowledged(token, items.get(token), epoch));
  }

  private void reopened(
      Worker worker, Operation.OpenSession asked, Outcome.SessionOpened opened, long epoch) {
    Map<HeldLease, String> held = new HashMap<>();
    asked.held().forEach(lease -> held.put(lease, items.get(lease.lease())));
    oracle.reopened(worker.pod(), opened.session(), held, opened.unknown(), epoch);
  }

  private void done(Operation asked, long epoch) {
    if (asked instanceof Operation.Settle settle) {
      settle.acks().forEach(token -> oracle.acknowledged(token, items.get(token), epoch));
      settle.nacks().forEach(nack -> oracle.returned(nack.lease(), items.get(nack.lease())));
    } else if (asked instanceof Operation.CloseSession close) {
      oracle.closed(close.session());
    }
  }

  /** Its client left, or nobody could tell him: it may or may not be done. */
  void perhaps(Operation asked) {
    if (asked instanceof Operation.Heartbeat beat) {
      oracle.heartbeat(beat.session(), new HashSet<>(beat.held()), Oracle.ANY);
    } else if (asked instanceof Operation.Settle settle) {
      settle.nacks().forEach(nack -> oracle.returned(nack.lease(), items.get(nack.lease())));
    } else if (asked instanceof Operation.CloseSession close) {
      oracle.closed(close.session());
    } else if (asked instanceof Operation.Take take) {
      untold.add(take.attempt());
    }
  }
}
