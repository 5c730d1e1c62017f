package dev.workerpool.local;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.PoolEvent;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A pool run on this machine until it is Complete or Failed, its time is over, or a signal comes.
 * Afterwards none of its processes is alive.
 */
final class LocalRun {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final String STOPPED_BY_RUN = "Terminated";
  private static final Set<String> TOLD_AT_THE_END =
      Set.of(Condition.COMPLETE, Condition.FAILED, "Started", "Ended");

  private final WorkerPool pool;
  private final Machine machine;
  private final Output output;
  private final Attention attention;
  private final Clock clock;
  private final Instant began;
  private final RequestFiles requests;

  LocalRun(
      WorkerPool pool,
      Machine machine,
      RequestFiles requests,
      Output output,
      Attention attention,
      Clock clock) {
    this.pool = pool;
    this.machine = machine;
    this.requests = requests;
    this.output = output;
    this.attention = attention;
    this.clock = clock;
    this.began = clock.instant();
  }

  /**
   * Runs it.
   *
   * @param timeout null for none
   */
  RunEnd run(Duration timeout) throws InterruptedException {
    var annotations = pool.getMetadata().getAnnotations();
    pool.getMetadata().setAnnotations(annotations == null ? new TreeMap<>() : annotations);
    attention.onRepeatedSignal(machine.processes()::killAll);
    var loop = machine.loop(pool, this::tell);
    Instant deadline = timeout == null ? Instant.MAX : began.plus(timeout);
    Optional<RunEnd> end = interrupted();
    while (end.isEmpty()) {
      Optional<Duration> next = loop.step();
      end = end(loop, deadline);
      if (end.isEmpty()) {
        await(next.orElse(LONGEST_WAIT), deadline);
      }
    }
    stopAll();
    settle(loop);
    return end.get();
  }

  private Optional<RunEnd> end(PoolLoop loop, Instant deadline) {
    if (loop.holding(Condition.COMPLETE).isPresent()) {
      return Optional.of(new RunEnd.Complete());
    }
    if (loop.holding(Condition.FAILED).isPresent()) {
      return Optional.of(new RunEnd.Failed());
    }
    if (interrupted().isPresent()) {
      return interrupted();
    }
    return clock.instant().isBefore(deadline)
        ? Optional.empty()
        : Optional.of(new RunEnd.TimedOut());
  }

  private Optional<RunEnd> interrupted() {
    return attention.signal() == 0
        ? Optional.empty()
        : Optional.of(new RunEnd.Interrupted(attention.signal()));
  }

  private void await(Duration next, Instant deadline) throws InterruptedException {
    Instant now = clock.instant();
    Instant until = now.plus(next).isBefore(deadline) ? now.plus(next) : deadline;
    boolean changed = false;
    while (!changed && now.isBefore(until)) {
      if (output.interactive()) {
        output.progress(Summary.progress(pool, Duration.between(began, now).toSeconds()));
      }
      Duration left = Duration.between(now, until);
      boolean often = output.interactive() || requests.exist();
      Duration wait = often && left.compareTo(REFRESH) > 0 ? REFRESH : left;
      changed = attention.await(wait);
      if (requests.changed()) {
        pool.getMetadata().getAnnotations().keySet().removeAll(RequestFiles.ANNOTATIONS);
        pool.getMetadata().getAnnotations().putAll(requests.lists());
        changed = true;
      }
      now = clock.instant();
    }
  }

  /** Ends what is alive still, and waits until nothing is. */
  private void stopAll() throws InterruptedException {
    machine.processes().terminateAll(STOPPED_BY_RUN);
    while (machine.processes().alive() > 0) {
      attention.await(REFRESH);
    }
  }

  /** The last words of the channel belong into the status. */
  private void settle(PoolLoop loop) throws InterruptedException {
    machine.settle(channel(pool), SETTLING);
    loop.observe();
  }

  static PoolChannel channel(WorkerPool pool) {
    var metadata = pool.getMetadata();
    return new PoolChannel(
        new ChannelRef(metadata.getNamespace(), metadata.getName()), metadata.getUid());
  }

  private void tell(PoolEvent event) {
    if (!TOLD_AT_THE_END.contains(event.reason())) {
      output.say(event.message());
    }
  }
}
