package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Owner;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One channel at this relay: idle, opening, or serving. Everything but the public methods runs in
 * the mailbox, one thing at a time; the state it serves is written by nobody else.
 */
final class ChannelActor implements Serving.Court {

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
  private final Mailbox mailbox;
  private final Alarm alarm;
  private final Backlog backlog;
  private final Showcase shown;
  private final List<Pending> early = new ArrayList<>();
  private Phase phase = Phase.IDLE;
  private boolean wanted;
  private Declaration declaration = Declaration.NOTHING;
  private long knownEpoch;
  private Opening opening;
  private Serving serving;

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
    this.backlog = new Backlog(settings);
    this.shown = new Showcase(channel, runtime.clock(), onChange);
    this.mailbox = new Mailbox(runtime.executor(), this::turn);
    this.alarm = new Alarm(runtime, () -> mailbox.post(this::rung));
  }

  PoolChannel channel() {
    return channel;
  }

  // What others ask; any thread.

  /** May do the actor's work in the caller's thread, which therefore holds no lock. */
  CompletableFuture<Answer> submit(Owner owner, Submission asked) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    if (backlog.admits(asked.operation(), future)) {
      Instant deadline = runtime.clock().instant().plus(asked.patience());
      Pending pending = new Pending(new Request(owner, asked.operation()), deadline, future);
      mailbox.enter(() -> received(pending, asked.seenEpoch()), future::isDone);
    } else {
      Outcome overloaded = new Outcome.Overloaded("Too many requests wait at this channel.");
      future.complete(new Answer(overloaded, shown.epoch()));
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

  /** What is stored was changed by somebody else: it is to be written whole. */
  void disturbed() {
    mailbox.post(
        () -> {
          if (serving != null) {
            serving.disturbed();
          }
        });
  }

  /** The pool is gone: nothing is written any more. */
  void dispose() {
    mailbox.post(
        () -> {
          wanted = false;
          phase = Phase.GONE;
          shown.gone();
          endReign(shown.refusal());
        });
  }

  ChannelView view() {
    return shown.view();
  }

  // In the mailbox.

  private void rung() {
    alarm.rung();
  }

  private void turn() {
    if (serving != null) {
      shown.tick(runtime.clock().instant());
      serving.turn();
      alarm.at(serving.nextTurn());
    }
  }

  private void received(Pending pending, long seenEpoch) {
    if (serving != null) {
      if (seenEpoch > shown.epoch()) {
        serving.doubt(pending);
      } else {
        serving.add(pending);
      }
    } else if (phase == Phase.OPENING && shown.problem() == null) {
      early.add(pending);
    } else {
      pending.answer(shown.refusal(), 0);
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
    opening = attempt;
    attempt
        .open()
        .whenComplete((result, failure) -> mailbox.post(() -> opened(attempt, result, failure)));
  }

  private void opened(Opening attempt, Opening.Result result, Throwable failure) {
    if (phase != Phase.OPENING || attempt != opening) {
      return;
    }
    if (!(result instanceof Opening.Opened opened)) {
      phase = Phase.IDLE;
      shown.closed(
          result instanceof Opening.NotOpened not
              ? not.problem()
              : ChannelView.Problem.of(failure));
      refuseEarly();
      retryLater();
      return;
    }
    phase = Phase.SERVING;
    knownEpoch = Math.max(knownEpoch, opened.stamp().epoch());
    shown.opened(opened.state());
    serving = new Serving(store, channel, runtime, settings, opened, this);
    early.forEach(serving::add);
    early.clear();
  }

  private void retryLater() {
    runtime.scheduler().after(settings.retry(), () -> mailbox.post(this::open));
  }

  private void refuseEarly() {
    Outcome refusal = shown.refusal();
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
      store.rest(channel);
      if (phase != Phase.GONE) {
        shown.closed(null);
      }
    }
    refuseEarly();
  }

  // What the reign tells.

  @Override
  public void moved(ChannelState state) {
    shown.moved(state);
  }

  @Override
  public void mended(ChannelView.Problem found) {
    shown.mended(found, runtime.clock().instant());
  }

  @Override
  public void held() {
    shown.held(runtime.clock().instant());
  }

  @Override
  public void troubled(ChannelView.Problem found) {
    shown.troubled(found);
  }

  @Override
  public void deposed(Stamp foreign) {
    endReign(
        new Outcome.NotLeader(
            "Another relay serves the channel since epoch " + foreign.epoch() + "."));
    phase = Phase.IDLE;
    retryLater();
  }

  @Override
  public void post(Runnable task) {
    mailbox.post(task);
  }

  @Override
  public void enter(Runnable task) {
    try {
      mailbox.enter(task, () -> false);
    } catch (RuntimeException e) {
      // A bug: the stage whose end brought us here would keep it to itself.
      runtime.executor().execute(() -> rethrow(e));
    }
  }

  private static void rethrow(RuntimeException e) {
    throw e;
  }
}
