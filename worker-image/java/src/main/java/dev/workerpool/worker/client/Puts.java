package dev.workerpool.worker.client;

import dev.workerpool.worker.client.Producers.Producer;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts that take effect once, however often they have to be sent. */
public final class Puts {
  private static final int MAX_BODY = 768 * 1024;

  /** Items for a queue. */
  public record Batch(String queue, List<Request.Item> items) {}

  private final Retries retries;
  private final Time time;
  private final Producers producers;

  Puts(Retries retries, Time time, Producers producers) {
    this.retries = retries;
    this.time = time;
    this.producers = producers;
  }

  /** All of the items or none; waits for room until the deadline. */
  Outcome put(String queue, List<Request.Item> items, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Producer producer = producers.borrow(queue);
    boolean settled = false;
    try {
      for (; ; ) {
        long started = time.nanos();
        Answer answer = send(queue, producer, items, deadline);
        settled = answer.ok() || !answer.uncertain();
        if (answer.ok()) {
          producer.sent(items.size());
          return Outcome.DONE;
        }
        Reply.Problem problem = answer.problem();
        if (problem.is("sequence-gap")) {
          // The relay forgot this producer (it had been silent for long); nothing was put.
          producer = producers.fresh();
          settled = false;
        } else {
          Outcome end = end(problem, deadline);
          if (end != null) {
            return end;
          }
        }
        deadline.pace(started);
      }
    } finally {
      if (settled) {
        producers.giveBack(queue, producer);
      }
    }
  }

  /**
   * How a put ends that was refused so; null while there may be room yet.
   *
   * @throws RefusedException when it isn't about the queue's room
   */
  static Outcome end(Reply.Problem problem, Deadline deadline) throws RefusedException {
    if (problem.is("closed")) {
      return Outcome.CLOSED;
    } else if (!problem.isFull()) {
      throw new RefusedException(problem);
    }
    return deadline.passed() ? Outcome.TIMED_OUT : null;
  }

  private Answer send(String queue, Producer producer, List<Request.Item> items, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Request.Put body = new Request.Put(producer.id, producer.next(), items);
    Call call = Call.post("/queues/" + Target.segment(queue) + "/items", body);
    refuseHuge(call.body());
    return retries.send(() -> call.waiting(deadline.nextPoll()));
  }

  /**
   * A body above the relay's limit isn't sent: the relay hangs up in the middle of it, which looks
   * like a lost reply and would be repeated.
   */
  private static void refuseHuge(String body) throws RefusedException {
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BODY) {
      throw new RefusedException(
          new Reply.Problem(
              "https://workerpool.dev/problems/too-large",
              "Request is too large",
              413,
              "a request may have " + MAX_BODY + " bytes, this one has " + bytes,
              false,
              null,
              null,
              null,
              null));
    }
  }
}
