package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes: an item is handed out under a lease of this process's session. */
final class Takes {
  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Settlements settlements;
  private final Doubts doubts;
  private final Supplier<String> ids;

  Takes(
      Retries retries,
      Time time,
      Session session,
      Settlements settlements,
      Doubts doubts,
      Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.session = session;
    this.settlements = settlements;
    this.doubts = doubts;
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
      Request.Take body = new Request.Take(id, max, attempt, handle, orNull(acks), null);
      Answer answer = send(queue, body, deadline);
      if (answer.ok()) {
        session.drop(acks);
        acks.clear();
        if (answer.status() == 200) {
          return taken(queue, answer);
        }
        if (deadline.passed()) {
          return Taken.nothing(Outcome.TIMED_OUT);
        }
        attempt = ids.get();
        deadline.pace(started);
      } else if (answer.problem().is("closed")) {
        settlements.ack(acks);
        return Taken.nothing(Outcome.CLOSED);
      } else if (answer.problem().is("session-unknown")) {
        session.openInsteadOf(id);
      } else if (!session.forgets(answer.problem(), acks)) {
        throw new RefusedException(answer.problem());
      }
    }
  }

  /**
   * Settles an item that is done and takes the next one, in one request: both the ack and what is
   * put with it are committed at once, whenever there is something to take. Waits until the
   * deadline, for room and for an item.
   *
   * <p>Interrupted or without an answer, it leaves open whether the item is settled: {@link
   * Settlements#ack(Finished, Deadline)} settles it, once.
   */
  Next next(String queue, Finished former, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String attempt = ids.get();
    for (; ; ) {
      long started = time.nanos();
      String id = session.id();
      Answer answer = send(queue, body(id, attempt, former), deadline);
      former.answered(answer);
      if (!answer.ok() && answer.problem().is("session-unknown")) {
        session.openInsteadOf(id);
        continue;
      } else if (!answer.ok() && answer.problem().is("closed")) {
        // Of our queue, or of one that is put into: the settlement alone tells.
        return new Next(settlements.ack(former, deadline), Taken.nothing(Outcome.CLOSED));
      }
      Outcome settled = settlements.end(former, answer, deadline);
      if (settled == Outcome.DONE) {
        Taken taken = answer.status() == 200 ? taken(queue, answer) : null;
        return new Next(settled, taken != null ? taken : take(queue, 1, null, List.of(), deadline));
      } else if (settled != null) {
        return Next.none(settled);
      }
      deadline.pace(started);
    }
  }

  private static Request.Take body(String session, String attempt, Finished former) {
    return new Request.Take(session, 1, attempt, null, List.of(former.lease()), former.sent());
  }

  private Taken taken(String queue, Answer answer) {
    List<Reply.Item> items = answer.as(Reply.Take.class).items();
    session.hold(queue, items);
    return new Taken(Outcome.DONE, items);
  }

  private Answer send(String queue, Request.Take body, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = call(queue, body).checked();
    boolean answered = false;
    try {
      Answer answer = retries.send(() -> call.waiting(deadline.nextPoll()));
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        doubts.add(() -> giveBackUnseen(queue, body));
      }
    }
  }

  /**
   * A take that was given up may have been served, or be served yet. Asked again under its attempt,
   * which also ends the poll that the relay still holds, it tells what nobody here has seen; that
   * goes back.
   */
  private void giveBackUnseen(String queue, Request.Take body)
      throws RefusedException, UnreachableException, InterruptedException {
    Request.Take again =
        new Request.Take(body.session(), body.max(), body.attempt(), body.handle(), null, null);
    Call call = call(queue, again).waiting(Duration.ZERO);
    Answer answer = retries.send(() -> call);
    if (answer.status() == 200) {
      for (Reply.Item item : answer.as(Reply.Take.class).items()) {
        settlements.giveBack(Request.nack(item.lease(), null, false, null));
      }
    }
  }

  private static Call call(String queue, Request body) {
    return Call.post("/queues/" + Target.segment(queue) + "/leases", body);
  }

  private static List<String> orNull(List<String> acks) {
    return acks.isEmpty() ? null : List.copyOf(acks);
  }
}
