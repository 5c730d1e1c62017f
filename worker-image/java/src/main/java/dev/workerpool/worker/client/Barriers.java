package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.function.Supplier;

/** A channel's barriers. */
public final class Barriers {
  /** {@link #await} was not in time. */
  public static final int TIMED_OUT = -1;

  /** {@link #await} met a broken barrier. */
  public static final int BROKEN = -2;

  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Supplier<String> ids;

  Barriers(Retries retries, Time time, Session session, Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.session = session;
    this.ids = ids;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, int parties)
      throws RefusedException, UnreachableException, InterruptedException {
    Answers.expect(retries.send(Call.of("PUT", path(name), new Request.MakeBarrier(parties))));
  }

  public Reply.Barrier read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return Answers.expect(retries.send(Call.get(path(name)))).as(Reply.Barrier.class);
  }

  /** Waits for the others; the caller's number among them, or TIMED_OUT, or BROKEN. */
  public int await(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String attempt = ids.get();
    for (; ; ) {
      long started = time.nanos();
      Answer answer =
          session.send(
              id -> {
                Call call = Call.post(path(name) + "/wait", new Request.WaitBarrier(id, attempt));
                return () -> call.waiting(deadline.nextPoll());
              });
      if (answer.status() == 200) {
        return answer.as(Reply.Passed.class).index();
      }
      if (!answer.ok() && answer.problem().is("barrier-broken")) {
        return BROKEN;
      }
      Answers.expect(answer);
      if (deadline.passed()) {
        return TIMED_OUT;
      }
      deadline.pace(started);
    }
  }

  /** Breaks it: all who wait, and will wait, are told so. */
  public void abort(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    Answers.expect(retries.send(Call.post(path(name) + "/abort", null)));
  }

  /** Makes it whole and empty again. */
  public void reset(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    Answers.expect(retries.send(Call.post(path(name) + "/reset", null).withKey(ids.get())));
  }

  private static String path(String name) {
    return "/barriers/" + Target.segment(name);
  }
}
