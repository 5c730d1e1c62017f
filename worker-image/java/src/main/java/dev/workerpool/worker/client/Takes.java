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
        settlements.ack(acks);
        return Taken.nothing(Outcome.CLOSED);
      } else if (answer.problem().is("session-unknown")) {
        session.openInsteadOf(id);
      } else if (!session.forgets(answer.problem(), acks)) {
        throw new RefusedException(answer.problem());
      }
    }
  }

  private Answer send(String queue, Request.Take body, Deadline deadline)
      throws UnreachableException, InterruptedException {
    Call call = call(queue, body);
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
