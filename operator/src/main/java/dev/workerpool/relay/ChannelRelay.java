package dev.workerpool.relay;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The relay: an actor for each channel, and the door where callers are checked. */
public final class ChannelRelay implements Relay {
  private final ChannelStore store;
  private final RelayRuntime runtime;
  private final RelaySettings settings;
  private final WatchHub hub;
  private final Map<ChannelRef, ChannelActor> actors = new ConcurrentHashMap<>();
  private final Members members = new Members();
  private volatile boolean serving;

  public ChannelRelay(ChannelStore store, RelayRuntime runtime, RelaySettings settings) {
    this.store = new SafeStore(store);
    this.runtime = runtime;
    this.settings = settings;
    this.hub = new WatchHub(runtime, settings.coalesce());
    this.store.listen(this::disturbed);
  }

  @Override
  public CompletableFuture<Answer> submit(Submission submission) {
    Outcome refusal = refused(submission);
    ChannelActor actor = refusal == null ? actors.get(submission.channel()) : null;
    if (actor != null) {
      return actor.submit(owner(submission.caller()), submission);
    }
    Outcome outcome = refusal == null ? unknownChannel(submission) : refusal;
    return CompletableFuture.completedFuture(new Answer(outcome, 0));
  }

  private static Outcome refused(Submission submission) {
    Operation operation = submission.operation();
    if (operation instanceof Operation.Declare
        || operation instanceof Operation.EndOwner
        || operation instanceof Operation.Tick
        || operation instanceof Operation.Expire) {
      return new Outcome.Forbidden("Only the relay itself may do this.");
    }
    Caller caller = submission.caller();
    boolean operators =
        operation instanceof Operation.Retire || operation instanceof Operation.Kill;
    if (operators && !(caller instanceof Caller.Operator)) {
      return new Outcome.Forbidden("Only the operator may do this.");
    }
    if (caller instanceof Caller.Worker worker) {
      ChannelRef own = new ChannelRef(worker.namespace(), worker.channel());
      return own.equals(submission.channel())
          ? null
          : new Outcome.Forbidden(
              "A process of pool " + worker.pool() + " may use channel " + own + " only.");
    }
    if (caller instanceof Caller.Guest guest) {
      ChannelRef own = new ChannelRef(guest.namespace(), guest.channel());
      return own.equals(submission.channel())
          ? null
          : new Outcome.Forbidden("This token is for channel " + own + " only.");
    }
    return caller instanceof Caller.Refused r ? new Outcome.Forbidden(r.reason()) : null;
  }

  private static Owner owner(Caller caller) {
    if (caller instanceof Caller.Worker worker) {
      return Owner.pod(worker.podUid());
    }
    return Owner.guest(
        caller instanceof Caller.Guest guest ? "person:" + guest.name() : "operator");
  }

  /** A worker was let in as one of a pool that is there, so its channel is only not seen yet. */
  private Outcome unknownChannel(Submission submission) {
    if (!serving) {
      return new Outcome.NotLeader("This relay doesn't serve; try again.");
    }
    if (members.hasEnded(submission.channel())) {
      return Outcome.ChannelGone.of(submission.channel().name());
    }
    return submission.caller() instanceof Caller.Worker
        ? new Outcome.Recovering("The channel isn't open yet; try again.")
        : new Outcome.NotFound("There is no channel " + submission.channel() + ".");
  }

  @Override
  public CompletableFuture<WatchPage> watch(String after, Duration wait) {
    return hub.watch(after, wait);
  }

  @Override
  public synchronized void own(PoolChannel channel, Declaration declaration, long knownEpoch) {
    members.remove(channel);
    ChannelActor actor = actors.get(channel.ref());
    if (actor != null && !actor.channel().equals(channel)) {
      gone(actor.channel());
      actor = null;
    }
    if (actor != null) {
      actor.declare(declaration, knownEpoch);
      return;
    }
    ChannelActor fresh = actor(channel);
    actors.put(channel.ref(), fresh);
    members.begun(channel.ref());
    tellMembers(channel.ref());
    fresh.declare(declaration, knownEpoch);
    if (serving) {
      fresh.start();
    }
  }

  private ChannelActor actor(PoolChannel channel) {
    // The hub asks for the view later, when there is somebody to show it to.
    ChannelActor[] self = new ChannelActor[1];
    self[0] =
        new ChannelActor(
            channel, store, runtime, settings, () -> hub.changed(channel, () -> self[0].view()));
    return self[0];
  }

  @Override
  public synchronized void join(PoolChannel member, ChannelRef owner, boolean ownerGone) {
    ChannelActor former = actors.get(member.ref());
    if (former != null && former.channel().equals(member)) {
      // It had a channel of its own before.
      gone(member);
    }
    members.put(member, owner);
    if (ownerGone && !actors.containsKey(owner)) {
      members.ended(owner);
    }
    tellMembers(owner);
  }

  private void tellMembers(ChannelRef owner) {
    members.of(owner).forEach(member -> hub.changed(member, () -> memberView(member, owner)));
  }

  /** It declares nothing and shows no queues: only whether its channel is there. */
  private ChannelView memberView(PoolChannel member, ChannelRef owner) {
    ChannelView.Problem problem = null;
    if (!actors.containsKey(owner)) {
      problem =
          members.hasEnded(owner)
              ? ChannelView.Problem.ownerGone(owner.name())
              : ChannelView.Problem.noOwner(owner.name());
    }
    return new ChannelView(member, 0, List.of(), List.of(), problem, false);
  }

  @Override
  public synchronized void gone(PoolChannel channel) {
    ChannelActor actor = actors.get(channel.ref());
    if (actor != null && actor.channel().equals(channel)) {
      actors.remove(channel.ref());
      actor.dispose();
      members.ended(channel.ref());
      tellMembers(channel.ref());
      hub.gone(channel, new ChannelView(channel, 0, List.of(), List.of(), null, true));
    } else if (members.remove(channel)) {
      hub.gone(channel, new ChannelView(channel, 0, List.of(), List.of(), null, true));
    }
  }

  private void disturbed(PoolChannel channel) {
    ChannelActor actor = actors.get(channel.ref());
    if (actor != null && actor.channel().equals(channel)) {
      actor.disturbed();
    }
  }

  @Override
  public void workerEnded(String podUid, Integer exitCode) {
    actors.values().forEach(actor -> actor.workerEnded(podUid, exitCode));
  }

  @Override
  public void workersAlive(ChannelRef channel, Set<String> podUids) {
    ChannelActor actor = actors.get(channel);
    if (actor != null) {
      actor.workersAlive(podUids);
    }
  }

  @Override
  public synchronized void start() {
    serving = true;
    actors.values().forEach(ChannelActor::start);
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    serving = false;
    return CompletableFuture.allOf(
        actors.values().stream()
            .map(actor -> actor.stop().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public boolean isServing() {
    return serving;
  }
}
