package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;

/**
 * A channel's locks and semaphores. A grant belongs to the session until it is released or ends.
 */
public final class Semaphores {
  private final Primitives semaphores;
  private final Doubts doubts;

  Semaphores(Primitives semaphores, Doubts doubts) {
    this.semaphores = semaphores;
    this.doubts = doubts;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, String kind, int value)
      throws RefusedException, UnreachableException, InterruptedException {
    semaphores.make(name, new Request.MakeSemaphore(kind, value));
  }

  public Reply.Semaphore read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return semaphores.read(name, Reply.Semaphore.class);
  }

  /** Waits for a grant until the deadline; null when there was none. */
  public String acquire(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String attempt = semaphores.newId();
    boolean answered = false;
    try {
      for (; ; ) {
        long started = semaphores.nanos();
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
    String key = semaphores.newId();
    Answers.expect(
        semaphores.inSession(name, "release", id -> new Request.Release(id, grant, key), null));
  }

  private Answer ask(String name, String attempt, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return semaphores.inSession(name, "acquire", id -> new Request.Acquire(id, attempt), deadline);
  }

  /** An acquire that was given up may have been granted: the same attempt tells. */
  private void releaseUnseen(String name, String attempt)
      throws RefusedException, UnreachableException, InterruptedException {
    Answer answer = ask(name, attempt, Deadline.in(semaphores.time(), Duration.ZERO));
    if (answer.status() == 200) {
      release(name, answer.as(Reply.Grant.class).grant());
    }
  }
}
