package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;

/** A channel's barriers. */
public final class Barriers {
  /** {@link #await} was not in time. */
  public static final int TIMED_OUT = -1;

  /** {@link #await} met a broken barrier. */
  public static final int BROKEN = -2;

  private final Primitives barriers;

  Barriers(Primitives barriers) {
    this.barriers = barriers;
  }

  /** Makes one at run time; the same again changes nothing. */
  public void make(String name, int parties)
      throws RefusedException, UnreachableException, InterruptedException {
    barriers.make(name, new Request.MakeBarrier(parties));
  }

  public Reply.Barrier read(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return barriers.read(name, Reply.Barrier.class);
  }

  /**
   * Waits for the others; the caller's number among them, or BROKEN, or TIMED_OUT: then it is
   * broken for all, as it is when this thread is interrupted before all have come.
   */
  public int await(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String attempt = barriers.newId();
    try {
      for (; ; ) {
        long started = barriers.nanos();
        int index = ask(name, attempt, null, deadline);
        if (index != TIMED_OUT) {
          return index;
        }
        if (deadline.passed()) {
          return giveUp(name, attempt);
        }
        deadline.pace(started);
      }
    } catch (InterruptedException e) {
      giveUp(name, attempt);
      throw e;
    }
  }

  /** Asks for the last time: all have come after all, or it breaks. */
  private int giveUp(String name, String attempt)
      throws RefusedException, UnreachableException, InterruptedException {
    int index = ask(name, attempt, true, null);
    if (index == TIMED_OUT) {
      abort(name); // a relay that knows of no last time
    }
    return index == BROKEN ? TIMED_OUT : index;
  }

  private int ask(String name, String attempt, Boolean last, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Answer answer =
        barriers.inSession(
            name, "wait", id -> new Request.WaitBarrier(id, attempt, last), deadline);
    if (answer.status() == 200) {
      return answer.as(Reply.Passed.class).index();
    }
    if (!answer.ok() && answer.problem().is("barrier-broken")) {
      return BROKEN;
    }
    Answers.expect(answer);
    return TIMED_OUT;
  }

  /** Breaks it: all who wait, and will wait, are told so. */
  public void abort(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    barriers.send(Call.post(barriers.path(name) + "/abort", null));
  }

  /** Makes it whole and empty again. */
  public void reset(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    barriers.send(Call.post(barriers.path(name) + "/reset", null).withKey(barriers.newId()));
  }
}
