package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;

/** A channel's events. */
public final class Events {
  private final Primitives events;

  Events(Primitives events) {
    this.events = events;
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
    return events.read(name, Reply.Event.class).set();
  }

  /** Waits until it is set; an event that was set and cleared again in between counts. */
  public Outcome await(String name, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.get(events.path(name));
    long seen = -1;
    for (; ; ) {
      long started = events.nanos();
      Call poll = seen < 0 ? call : call.withQuery("after=" + seen);
      Answer answer = events.retries().send(() -> poll.waiting(deadline.nextPoll()));
      Reply.Event event = Answers.expect(answer).as(Reply.Event.class);
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
    Call call = Call.of(method, events.path(name), null).withKey(events.newId());
    events.send(call).as(Reply.Event.class);
  }
}
