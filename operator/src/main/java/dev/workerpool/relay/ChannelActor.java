package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Owner;
import dev.workerpool.channel.QueueStats;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One channel at this relay: idle, opening, or serving. Everything but the public methods runs in
 * the mailbox, one thing at a time; the state it serves is written by nobody else.
 */
final class ChannelActor implements Serving.Court {
  private static final Outcome GONE = new Outcome.NotFound("The channel is gone with its pool.");

  private static final Duration SUSPECT_EVERY = Duration.ofSeconds(1);

  private enum Phase {
    IDLE,
    OPENING,
    SERVING,
    GONE
  }

  private final PoolChannel channel;
  private final ChannelStore store;
  private final RelayRuntime runtime;
  private final RelaySettings settings;
  private final Runnable onChange;
  private final Mailbox mailbox;
  private final Alarm alarm;
  private final AtomicInteger backlog = new AtomicInteger();
  private final AtomicLong backlogBytes = new AtomicLong();

  private final List<Pending> early = new ArrayList<>();
  private Phase phase = Phase.IDLE;
  private boolean wanted;
  private Declaration declaration = Declaration.NOTHING;
  private long knownEpoch;
  private Opening opening;
  private Serving serving;
  private Instant suspectedUntil = Instant.MIN;

  /** What others may see: the last durable state, null while not serving. */
  private volatile ChannelState visible;

  private volatile ChannelView.Problem problem;
  private volatile boolean gone;

  ChannelActor(
      PoolChannel channel,
      ChannelStore store,
      RelayRuntime runtime,
      RelaySettings settings,
      Runnable onChange) {
    this.channel = channel;
    this.store = store;
    this.runtime = runtime;
    this.settings = settings;
    this.onChange = onChange;
    this.mailbox = new Mailbox(runtime.executor(), this::turn);
    this.alarm = new Alarm(runtime, () -> mailbox.post(() -> {}));
  }

  PoolChannel channel() {
    return channel;
  }

  // What others ask; any thread.

  CompletableFuture<Answer> submit(Owner owner, Submission asked) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    long bytes = Pending.bytes(asked.operation());
    if (backlog.incrementAndGet() > settings.backlogOperations()
        | backlogBytes.addAndGet(bytes) > settings.backlogBytes()) {
      future.complete(
          new Answer(new Outcome.Overloaded("Too many requests wait at this channel."), epoch()));
    }
    future.whenComplete(
        (answer, failure) -> {
          backlog.decrementAndGet();
          backlogBytes.addAndGet(-bytes);
        });
    if (!future.isDone()) {
      Instant deadline = runtime.clock().instant().plus(asked.patience());
      Pending pending = new Pending(new Request(owner, asked.operation()), deadline, future);
      mailbox.post(() -> received(pending, asked.seenEpoch()));
    }
    return future;
  }

  void declare(Declaration next, long epoch) {
    mailbox.post(() -> declared(next, epoch));
  }

  void workerEnded(String podUid, Integer exitCode) {
    mailbox.post(() -> own(new Operation.EndOwner(podUid, exitCode)));
  }

  void workersAlive(Set<String> podUids) {
    Set<String> pods = Set.copyOf(podUids);
    mailbox.post(
        () -> {
          if (serving != null) {
            serving.alive(pods);
          }
        });
  }

  void start() {
    mailbox.post(
        () -> {
          wanted = true;
          open();
        });
  }

  /** Hands over and is idle; completes when that is written, or can't be. */
  CompletionStage<Void> stop() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.post(() -> stopping(done));
    return done;
  }

  /** The pool is gone: nothing is written any more. */
  void dispose() {
    mailbox.post(
        () -> {
          wanted = false;
          gone = true;
          phase = Phase.GONE;
          endReign(GONE);
        });
  }

  ChannelView view() {
    ChannelState state = visible;
    if (state == null) {
      return new ChannelView(
          channel, 0, List.<QueueStats>of(), List.<EventValue>of(), problem, gone);
    }
    Outcome.Listed listed = state.listed();
    return new ChannelView(channel, state.epoch(), listed.queues(), listed.events(), problem, gone);
  }

  long epoch() {
    ChannelState state = visible;
    return state == null ? 0 : state.epoch();
  }

  // In the mailbox.

  private void turn() {
    if (serving != null) {
      serving.turn();
      alarm.at(serving.nextTurn());
    }
  }

  private void received(Pending pending, long seenEpoch) {
    if (serving != null) {
      if (seenEpoch > epoch()) {
        suspected();
      }
      serving.add(pending);
    } else if (phase == Phase.OPENING && problem == null) {
      early.add(pending);
    } else {
      pending.answer(refusal(), 0);
    }
  }

  private Outcome refusal() {
    ChannelView.Problem now = problem;
    if (phase == Phase.GONE) {
      return GONE;
    } else if (now != null && now.reason().equals(ChannelView.Problem.CHANNEL_LOST)) {
      return new Outcome.NotFound(now.message());
    } else if (now != null) {
      return new Outcome.Recovering(now.message());
    }
    return new Outcome.NotLeader("This relay doesn't serve the channel; try again.");
  }

  private void suspected() {
    Instant now = runtime.clock().instant();
    if (now.isAfter(suspectedUntil)) {
      suspectedUntil = now.plus(SUSPECT_EVERY);
      serving.suspect();
    }
  }

  private void own(Operation operation) {
    if (serving != null) {
      serving.own(operation);
    } else if (phase == Phase.OPENING) {
      early.add(
          new Pending(
              new Request(Opening.RELAY, operation), Instant.MIN, new CompletableFuture<>()));
    }
  }

  private void declared(Declaration next, long epoch) {
    boolean changed = !next.equals(declaration);
    declaration = next;
    knownEpoch = Math.max(knownEpoch, epoch);
    if (changed) {
      own(new Operation.Declare(next));
    }
  }

  private void open() {
    if (!wanted || phase != Phase.IDLE) {
      return;
    }
    phase = Phase.OPENING;
    Opening attempt = new Opening(store, channel, runtime, settings, declaration, knownEpoch);
    CompletionStage<Opening.Result> result;
    try {
      result = attempt.open();
    } catch (RuntimeException e) {
      result = CompletableFuture.failedStage(e);
    }
    opening = attempt;
    result.whenComplete((r, failure) -> mailbox.post(() -> opened(attempt, r, failure)));
  }

  private void opened(Opening attempt, Opening.Result result, Throwable failure) {
    if (phase != Phase.OPENING || attempt != opening) {
      return;
    }
    if (!(result instanceof Opening.Opened opened)) {
      phase = Phase.IDLE;
      problem =
          result instanceof Opening.NotOpened not ? not.problem() : ChannelView.Problem.of(failure);
      refuseEarly();
      retryLater();
      onChange.run();
      return;
    }
    phase = Phase.SERVING;
    knownEpoch = Math.max(knownEpoch, opened.stamp().epoch());
    problem = null;
    serving = new Serving(store, channel, runtime, settings, opened, this);
    early.forEach(serving::add);
    early.clear();
  }

  private void retryLater() {
    runtime.scheduler().after(settings.retry(), () -> mailbox.post(this::open));
  }

  private void refuseEarly() {
    Outcome refusal = refusal();
    early.forEach(p -> p.answer(refusal, 0));
    early.clear();
  }

  private void stopping(CompletableFuture<Void> done) {
    wanted = false;
    if (serving == null) {
      phase = phase == Phase.GONE ? phase : Phase.IDLE;
      refuseEarly();
      done.complete(null);
      return;
    }
    Serving last = serving;
    last.handOver().whenComplete((nothing, failure) -> mailbox.post(() -> stopped(last, done)));
  }

  private void stopped(Serving last, CompletableFuture<Void> done) {
    if (serving == last) {
      endReign(new Outcome.NotLeader("This relay has handed over."));
      phase = Phase.IDLE;
    }
    done.complete(null);
    open();
  }

  private void endReign(Outcome answer) {
    if (serving != null) {
      serving.end(answer);
      serving.abandon();
      serving = null;
      visible = null;
    }
    refuseEarly();
  }

  // What the reign tells.

  @Override
  public void published(ChannelState state, ChannelView.Problem found) {
    if (state != null) {
      visible = state;
    }
    if (found != null || isPassing(problem)) {
      problem = found;
    }
    onChange.run();
  }

  /** Mended since: the store answers again. What people did to the head stays told. */
  private static boolean isPassing(ChannelView.Problem problem) {
    return problem != null && problem.reason().equals(ChannelView.Problem.STORE_UNAVAILABLE);
  }

  @Override
  public void deposed(Stamp foreign) {
    endReign(
        new Outcome.NotLeader(
            "Another relay serves the channel since epoch " + foreign.epoch() + "."));
    phase = Phase.IDLE;
    retryLater();
    onChange.run();
  }

  @Override
  public void post(Runnable task) {
    mailbox.post(task);
  }
}
