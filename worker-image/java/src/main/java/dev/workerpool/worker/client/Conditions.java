package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.function.Supplier;

/** A channel's conditions. Whoever waits has no lock; it is acquired again afterwards. */
public final class Conditions {
  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Supplier<String> ids;

  Conditions(Retries retries, Time time, Session session, Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.session = session;
    this.ids = ids;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, String lock)
      throws RefusedException, UnreachableException, InterruptedException {
    Answers.expect(retries.send(Call.of("PUT", path(name), new Request.MakeCondition(lock))));
  }

  public Reply.Condition read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return Answers.expect(retries.send(Call.get(path(name)))).as(Reply.Condition.class);
  }

  /** A wait that hasn't begun yet. */
  public Waiting waiting(String name, String grant) {
    return new Waiting(name, grant);
  }

  /** Wakes that many who wait; null: all. Answers how many. */
  public int signal(String name, Integer count)
      throws RefusedException, UnreachableException, InterruptedException {
    String key = ids.get();
    Answer answer =
        session.send(
            id -> {
              Request body = new Request.Notify(id, count, key);
              Call call = Call.post(path(name) + "/notify", body);
              return () -> call;
            });
    return Answers.expect(answer).as(Reply.Notified.class).notified();
  }

  private static String path(String name) {
    return "/conditions/" + Target.segment(name);
  }

  /** One wait at a condition, by whoever holds its lock. */
  public final class Waiting {
    private final String name;
    private final String grant;
    private final String attempt = ids.get();
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
          long started = time.nanos();
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
          session.send(
              id -> {
                Request body = new Request.WaitCondition(id, attempt, grant);
                Call call = Call.post(path(name) + "/wait", body);
                return () -> call.waiting(deadline.nextPoll());
              }));
    }

    /** The relay never heard of this wait, nor will it: the lock is held as before. */
    public boolean lockIsHeld() {
      return lockHeld;
    }

    /** Waits no more; whether it had been notified after all. */
    private boolean leave() throws RefusedException, UnreachableException, InterruptedException {
      String waiter = path(name) + "/waiters/" + Target.segment(attempt);
      Answer answer =
          session.send(
              id -> {
                Call call =
                    Call.of("DELETE", waiter, null).withQuery("session=" + Target.segment(id));
                return () -> call;
              });
      lockHeld = !arrived && !answer.ok() && answer.problem().is("not-found");
      return answer.ok() && answer.as(Reply.Woken.class).notified();
    }
  }
}
