package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;

/** A channel's conditions. Whoever waits has no lock; it is acquired again afterwards. */
public final class Conditions {
  private final Primitives conditions;

  Conditions(Primitives conditions) {
    this.conditions = conditions;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, String lock)
      throws RefusedException, UnreachableException, InterruptedException {
    conditions.make(name, new Request.MakeCondition(lock));
  }

  public Reply.Condition read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return conditions.read(name, Reply.Condition.class);
  }

  /** A wait that hasn't begun yet. */
  public Waiting waiting(String name, String grant) {
    return new Waiting(name, grant);
  }

  /** Wakes that many who wait; null: all. Answers how many. */
  public int signal(String name, Integer count)
      throws RefusedException, UnreachableException, InterruptedException {
    String key = conditions.newId();
    Answer answer =
        conditions.inSession(name, "notify", id -> new Request.Notify(id, count, key), null);
    return Answers.expect(answer).as(Reply.Notified.class).notified();
  }

  /** One wait at a condition, by whoever holds its lock. */
  public final class Waiting {
    private final String name;
    private final String grant;
    private final String attempt = conditions.newId();
    private boolean arrived;
    private boolean lockHeld;

    private Waiting(String name, String grant) {
      this.name = name;
      this.grant = grant;
    }

    /**
     * Releases the lock and waits to be notified, until the deadline. The lock is gone when this
     * returns or throws, unless it throws a refusal or {@link #lockIsHeld}.
     */
    public boolean await(Deadline deadline)
        throws RefusedException, UnreachableException, InterruptedException {
      try {
        while (true) {
          long started = conditions.nanos();
          Answer answer = send(deadline);
          arrived = true;
          if (answer.status() == 200 && answer.as(Reply.Woken.class).notified()) {
            return true;
          }
          if (deadline.passed()) {
            return leave();
          }
          deadline.pace(started);
        }
      } catch (InterruptedException e) {
        leave();
        throw e;
      }
    }

    private Answer send(Deadline deadline)
        throws RefusedException, UnreachableException, InterruptedException {
      return Answers.expect(
          conditions.inSession(
              name, "wait", id -> new Request.WaitCondition(id, attempt, grant), deadline));
    }

    /** The relay never heard of this wait, nor will it: the lock is held as before. */
    public boolean lockIsHeld() {
      return lockHeld;
    }

    /** Waits no more; whether it had been notified after all. */
    private boolean leave() throws RefusedException, UnreachableException, InterruptedException {
      String waiter = conditions.path(name) + "/waiters/" + Target.segment(attempt);
      Answer answer =
          conditions
              .session()
              .send(
                  id -> Call.of("DELETE", waiter, null).withQuery("session=" + Target.segment(id)));
      lockHeld = !arrived && !answer.ok() && answer.problem().is("not-found");
      return answer.ok() && answer.as(Reply.Woken.class).notified();
    }
  }
}
