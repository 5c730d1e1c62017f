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
  private final Settlements settlements;
  private final Doubts doubts = Doubts.inBackground();

  Channel(Transport transport, Time time, Options options) {
    this.time = time;
    this.retries = new Retries(transport, time, options.patience(), options.log());
    this.session =
        new Session(
            retries,
            options.nonce(),
            options.heartbeats() ? this::startHeartbeats : () -> {},
            OwnEnd::now);
    Producers producers = new Producers(Channel::newId);
    this.puts = new Puts(retries, time, producers);
    this.settlements = new Settlements(session, time, producers, doubts);
    this.takes = new Takes(retries, time, session, settlements, doubts, Channel::newId);
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
    return settlements.ack(ack);
  }

  /** An item that is done, and what is put in the same commit, by whichever request. */
  public Finished finished(String lease, List<Puts.Batch> puts) {
    return settlements.finished(lease, puts);
  }

  /** See {@link Settlements#ack(Finished, Deadline)}. */
  public Outcome settle(Finished finished, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return settlements.ack(finished, deadline);
  }

  /** See {@link Settlements#ackLater}. */
  public void settleLater(Finished finished) {
    settlements.ackLater(finished);
  }

  /** See {@link Takes#next}. */
  public Next next(String queue, Finished former, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    return takes.next(queue, former, deadline);
  }

  /** Gives an item back. */
  public void giveBack(Request.Nack nack)
      throws RefusedException, UnreachableException, InterruptedException {
    settlements.giveBack(nack);
  }

  /** Gives an item back in the background. */
  public void giveBackLater(Request.Nack nack) {
    settlements.giveBackLater(nack);
  }

  /** Acks the oldest lease that the session holds in the queue (for shells, which keep no list). */
  public void taskDone(String queue)
      throws RefusedException, UnreachableException, InterruptedException {
    String key = newId();
    Answers.expect(
        session.send(id -> Call.post(path(queue) + "/task-done", new Request.TaskDone(id, key))));
  }

  public Reply.Queue stats(String queue)
      throws RefusedException, UnreachableException, InterruptedException {
    return expect(Call.get(path(queue))).as(Reply.Queue.class);
  }

  /** All queues and events. */
  public Reply.Queues listing()
      throws RefusedException, UnreachableException, InterruptedException {
    return expect(Call.get("/queues")).as(Reply.Queues.class);
  }

  /** Up to so many items that are ready, without taking them; they have no lease. */
  public List<Reply.Item> peek(String queue, int max)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.get(path(queue) + "/items").withQuery("peek=" + max);
    return expect(call).as(Reply.Take.class).items();
  }

  /** Makes a queue at run time; the same again changes nothing. */
  public void makeQueue(String queue, Request.MakeQueue how)
      throws RefusedException, UnreachableException, InterruptedException {
    expect(Call.of("PUT", path(queue), how));
  }

  /** Drops a queue that was made at run time. */
  public void dropQueue(String queue)
      throws RefusedException, UnreachableException, InterruptedException {
    expect(Call.of("DELETE", path(queue), null));
  }

  /** The items that came back too often, oldest first. */
  public List<Reply.DeadItem> deadLetters(String queue, int max)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.get(path(queue) + "/dead").withQuery("peek=" + max);
    return expect(call).as(Reply.Dead.class).items();
  }

  /** Makes dead letters ready again, as if just put; null: all. Answers how many. */
  public long redrive(String queue, Integer max)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.post(path(queue) + "/redrive", new Request.Redrive(max));
    return expect(call.withKey(newId())).as(Reply.Redriven.class).redriven();
  }

  /** Drops what is ready; {@code dead}: the dead letters instead. Answers how many. */
  public long purge(String queue, boolean dead)
      throws RefusedException, UnreachableException, InterruptedException {
    Call call = Call.post(path(queue) + "/purge", new Request.Purge(dead ? true : null));
    return expect(call.withKey(newId())).as(Reply.Purged.class).purged();
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

  /** Whether a session was ever opened; without one there is nothing to give back. */
  public boolean hasSession() {
    return session.isOpen();
  }

  /** Ends the session: explicit leases go back, implicit ones are acked. */
  public void endSession() throws RefusedException, UnreachableException, InterruptedException {
    session.end();
  }

  /**
   * Opens the session where there is none yet; beaten for from now on.
   *
   * @throws RefusedException when we may not use this channel, or there is none
   */
  public void openSession() throws RefusedException, UnreachableException, InterruptedException {
    session.id();
  }

  /**
   * Tells how a program ended that was started with this channel's nonce as {@code
   * WORKERPOOL_NONCE}: its sessions end, and ours.
   *
   * @param exit status; 0 acks implicit leases; null for unknown, which gives back as others do
   */
  public void endProgram(Integer exit)
      throws RefusedException, UnreachableException, InterruptedException {
    session.endAll(exit);
  }

  /** Waits until no call that was given up can take effect any more. */
  public void awaitCertainty() throws InterruptedException {
    doubts.await();
  }

  public Semaphores semaphores() {
    return new Semaphores(primitives("semaphores"), doubts);
  }

  public Conditions conditions() {
    return new Conditions(primitives("conditions"));
  }

  public Barriers barriers() {
    return new Barriers(primitives("barriers"));
  }

  public Events events() {
    return new Events(primitives("events"));
  }

  private Primitives primitives(String kind) {
    return new Primitives(kind, retries, time, session, Channel::newId);
  }

  private Answer expect(Call call)
      throws RefusedException, UnreachableException, InterruptedException {
    return Answers.expect(retries.send(call));
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
