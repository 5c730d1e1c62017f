package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A channel's locks and semaphores. A grant belongs to the session until it is released or ends.
 */
public final class Semaphores {
  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Doubts doubts;
  private final Supplier<String> ids;

  Semaphores(Retries retries, Time time, Session session, Doubts doubts, Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.session = session;
    this.doubts = doubts;
    this.ids = ids;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, String kind, int value)
      throws RefusedException, UnreachableException, InterruptedException {
    Answers.expect(
        retries.send(Call.of("PUT", path(name), new Request.MakeSemaphore(kind, value))));
  }

  public Reply.Semaphore read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return Answers.expect(retries.send(Call.get(path(name)))).as(Reply.Semaphore.class);
  }

  /** Waits for a grant until the deadline; null when there was none. */
  public String acquire(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String attempt = ids.get();
    boolean answered = false;
    try {
      for (; ; ) {
        long started = time.nanos();
        Answer answer = ask(name, attempt, deadline);
        if (answer.status() == 200) {
          answered = true;
          return answer.as(Reply.Grant.class).grant();
        }
        answered = !answer.ok() || deadline.passed();
        Answers.expect(answer);
        if (deadline.passed()) {
          return null;
        }
        deadline.pace(started);
      }
    } finally {
      if (!answered) {
        doubts.add(() -> releaseUnseen(name, attempt));
      }
    }
  }

  /** Releases that grant; null: the session's oldest, else anybody's. */
  public void release(String name, String grant)
      throws RefusedException, UnreachableException, InterruptedException {
    String key = ids.get();
    Answers.expect(
        session.send(
            id -> {
              Call call = Call.post(path(name) + "/release", new Request.Release(id, grant, key));
              return () -> call;
            }));
  }

  private Answer ask(String name, String attempt, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return session.send(
        id -> {
          Call call = Call.post(path(name) + "/acquire", new Request.Acquire(id, attempt));
          return () -> call.waiting(deadline.nextPoll());
        });
  }

  /** An acquire that was given up may have been granted: the same attempt tells. */
  private void releaseUnseen(String name, String attempt)
      throws RefusedException, UnreachableException, InterruptedException {
    Answer answer = ask(name, attempt, Deadline.in(time, Duration.ZERO));
    if (answer.status() == 200) {
      release(name, answer.as(Reply.Grant.class).grant());
    }
  }

  private static String path(String name) {
    return "/semaphores/" + Target.segment(name);
  }
}
