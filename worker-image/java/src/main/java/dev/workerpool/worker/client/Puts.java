package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.List;

/** Puts that take effect once, however often they have to be sent. */
public final class Puts {
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
    Numbers numbers = new Numbers(producers, List.of(new Batch(queue, items)));
    for (; ; ) {
      long started = time.nanos();
      Answer answer = send(numbers, deadline);
      if (answer.ok()) {
        numbers.stored();
        return Outcome.DONE;
      }
      Reply.Problem problem = answer.problem();
      if (problem.is("sequence-gap")) {
        numbers.forgotten();
      } else if (!problem.isFull() || deadline.passed()) {
        numbers.free();
        return end(problem);
      }
      deadline.pace(started);
    }
  }

  /**
   * How a put ends that was refused so.
   *
   * @throws RefusedException when it isn't about the queue's room
   */
  static Outcome end(Reply.Problem problem) throws RefusedException {
    if (problem.is("closed")) {
      return Outcome.CLOSED;
    } else if (problem.isFull()) {
      return Outcome.TIMED_OUT;
    }
    throw new RefusedException(problem);
  }

  private Answer send(Numbers numbers, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Request.Then put = numbers.sent().get(0);
    Request.Put body = new Request.Put(put.producer(), put.seq(), put.items());
    Call call = Call.post("/queues/" + Target.segment(put.queue()) + "/items", body).checked();
    Answer answer = retries.send(() -> call.waiting(deadline.nextPoll()));
    numbers.answered(answer);
    return answer;
  }
}
