package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One channel, seen by one process: every operation on its queues and events. Thread-safe. */
public final class Channel {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Retries retries;
  private final Time time;
  private final Session session;
  private final Puts puts;
  private final Takes takes;

  Channel(Transport transport, Time time, Options options) {
    this.time = time;
    this.retries = new Retries(transport, time, options.patience(), options.log());
    this.session =
        new Session(
            retries, options.nonce(), options.heartbeats() ? this::startHeartbeats : () -> {});
    this.puts = new Puts(retries, time, new Producers(Channel::newId));
    this.takes = new Takes(retries, time, session, Channel::newId);
  }

  /**
   * @param nonce names the session among those of its pod
   * @param heartbeats whether a thread tells the relay what is held
   * @param patience how long a call goes on trying while the relay gives no answer
   * @param log where a call says that it waits for the relay
   */
  public record Options(
      String nonce, boolean heartbeats, Duration patience, Consumer<String> log) {}

  /** Connects to nothing yet. */
  public static Channel of(Target target, Options options) {
    return new Channel(new HttpTransport(target), Time.SYSTEM, options);
  }

  /** Sixteen random hexadecimal digits. */
  public static String newId() {
    return String.format("%016x", new BigInteger(64, RANDOM));
  }

  /** A deadline that many seconds from now; null for none. */
  public Deadline deadline(Duration timeout) {
    return Deadline.in(time, timeout);
  }

  public Outcome put(String queue, List<Request.Item> items, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return puts.put(queue, items, deadline);
  }

  /** See {@link Takes#take}. */
  public Taken take(String queue, int max, String handle, List<String> ack, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return takes.take(queue, max, handle, ack, deadline);
  }

  /** Acks leases; answers those that this process had no longer. */
  public Set<String> settle(List<String> ack)
      throws RefusedException, UnreachableException, InterruptedException {
    return takes.settle(ack);
  }

  /** Acks the oldest lease that the session holds in the queue (for shells, which keep no list). */
  public void taskDone(String queue)
      throws RefusedException, UnreachableException, InterruptedException {
    String key = newId();
    for (; ; ) {
      String id = session.id();
      Answer answer =
          retries.send(Call.post(path(queue) + "/task-done", new Request.TaskDone(id, key)));
      if (answer.ok()) {
        return;
      }
      if (!answer.problem().is("session-unknown")) {
        throw new RefusedException(answer.problem());
      }
      session.openInsteadOf(id);
    }
  }

  public Reply.Queue stats(String queue)
      throws RefusedException, UnreachableException, InterruptedException {
    return expect(Call.get(path(queue))).as(Reply.Queue.class);
  }

  /** Makes a queue at run time; the same again changes nothing. maxSize 0: no bound. */
  public void makeQueue(String queue, int maxSize)
      throws RefusedException, UnreachableException, InterruptedException {
    Integer bound = maxSize > 0 ? maxSize : null;
    expect(Call.of("PUT", path(queue), new Request.MakeQueue(bound)));
  }

  /** Refuses puts from now on; {@code drain}: what is in it may still be taken. */
  public void closeQueue(String queue, boolean drain)
      throws RefusedException, UnreachableException, InterruptedException {
    expect(Call.post(path(queue) + "/close", new Request.Close(drain ? "Drain" : "Immediate")));
  }

  /** Waits until every item ever put has been acked. */
  public Outcome join(String queue, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.get(path(queue) + "/join");
    for (; ; ) {
      long started = time.nanos();
      Answer answer = retries.send(() -> call.waiting(deadline.nextPoll()));
      if (!answer.ok()) {
        throw new RefusedException(answer.problem());
      }
      if (answer.as(Reply.Join.class).unfinished() == 0) {
        return Outcome.DONE;
      }
      if (deadline.passed()) {
        return Outcome.TIMED_OUT;
      }
      deadline.pace(started);
    }
  }

  /** Tells the relay now what this process holds, so that it knows that the items have arrived. */
  public void heartbeat() throws InterruptedException {
    session.heartbeat();
  }

  public Events events() {
    return new Events(retries, time, Channel::newId);
  }

  private Answer expect(Call call)
      throws RefusedException, UnreachableException, InterruptedException {
    Answer answer = retries.send(call);
    if (!answer.ok()) {
      throw new RefusedException(answer.problem());
    }
    return answer;
  }

  private static String path(String queue) {
    return "/queues/" + Target.segment(queue);
  }

  private void startHeartbeats() {
    Thread thread = new Thread(this::beat, "workerpool-heartbeat");
    thread.setDaemon(true);
    thread.start();
  }

  private void beat() {
    try {
      while (true) {
        time.sleep(session.beat());
        session.heartbeat();
      }
    } catch (InterruptedException e) {
      // Nobody else has this thread: it is told to end.
    }
  }
}
