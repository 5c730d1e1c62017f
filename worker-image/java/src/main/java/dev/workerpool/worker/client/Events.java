package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import java.util.function.Supplier;

/** A channel's events. */
public final class Events {
  private final Retries retries;
  private final Time time;
  private final Supplier<String> ids;

  Events(Retries retries, Time time, Supplier<String> ids) {
    this.retries = retries;
    this.time = time;
    this.ids = ids;
  }

  /** Makes an event at run time; the same again changes nothing. */
  public void make(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    change("POST", name);
  }

  public void set(String name) throws RefusedException, UnreachableException, InterruptedException {
    change("PUT", name);
  }

  public void clear(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    change("DELETE", name);
  }

  public boolean isSet(String name)
      throws RefusedException, UnreachableException, InterruptedException {
    return read(retries.send(Call.get(path(name)))).set();
  }

  /** Waits until it is set; an event that was set and cleared again in between counts. */
  public Outcome await(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.get(path(name));
    long seen = -1;
    for (; ; ) {
      long started = time.nanos();
      Call poll = seen < 0 ? call : call.withQuery("after=" + seen);
      Reply.Event event = read(retries.send(() -> poll.waiting(deadline.nextPoll())));
      if (event.set() || seen >= 0 && event.count() > seen) {
        return Outcome.DONE;
      }
      if (deadline.passed()) {
        return Outcome.TIMED_OUT;
      }
      seen = event.count();
      deadline.pace(started);
    }
  }

  private void change(String method, String name)
      throws RefusedException, UnreachableException, InterruptedException {
    read(retries.send(Call.of(method, path(name), null).withKey(ids.get())));
  }

  private static Reply.Event read(Answer answer) throws RefusedException {
    if (!answer.ok()) {
      throw new RefusedException(answer.problem());
    }
    return answer.as(Reply.Event.class);
  }

  private static String path(String name) {
    return "/events/" + Target.segment(name);
  }
}
