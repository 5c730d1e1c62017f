package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All of a channel at one moment, immutable. Made by {@link #fresh} or {@link ChannelCodec},
 * changed by {@link Channels}.
 *
 * @param counters numbers given out, and bytes reckoned
 * @param passing what is in no stored state
 * @param owners what hangs on each owner: an index
 * @param keys requests that must not be done twice
 * @param gone producers whose owner is gone (for a guest: its last put), and since when
 */
public record ChannelState(
    Counters counters,
    Limits limits,
    Passing passing,
    TreePMap<String, QueueState> queues,
    TreePMap<String, EventState> events,
    TreePMap<PrimitiveId, Primitive> primitives,
    PMap<String, SessionState> sessions,
    PMap<String, OwnerState> owners,
    Remembered keys,
    Timed<ProducerKey> gone) {

  /** A channel without anything in it. */
  public static ChannelState fresh(Limits limits) {
    return new ChannelState(
        new Counters(0, 1, 1, Weights.CHANNEL, false),
        limits,
        Passing.NOTHING,
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        Remembered.NOTHING,
        Timed.empty());
  }

  /** The epoch that serves it; 0 before it was claimed. */
  public long epoch() {
    return counters.epoch();
  }

  /** Size that the stored state is reckoned with; never less than its true size. */
  public long bytes() {
    return counters.bytes();
  }

  /**
   * As served by a relay that has just taken over: with the lease table when it was handed over,
   * else with nothing leased and a grace in which workers say what they hold.
   */
  public ChannelState claimed(long epoch, Instant now, Duration grace) {
    boolean items = queues.values().stream().anyMatch(q -> !q.stock().isEmpty());
    Grace next =
        counters.handedOver() || !items
            ? null
            : new Grace(now.plus(grace), counters.nextPosition());
    Counters claimed =
        counters.handedOver() ? counters.withHandedOver(false) : counters.withNextLease(1);
    return withCounters(claimed.withEpoch(epoch)).withPassing(passing.begun(now, next));
  }

  /** The same, to be stored with its lease table for a successor. */
  public ChannelState handedOver() {
    return withCounters(counters.withHandedOver(true));
  }

  Grace grace() {
    return passing.grace();
  }

  /** When the grace ends; null when there is none. */
  public Instant graceUntil() {
    return grace() == null ? null : grace().until();
  }

  /** The grace is over: everybody has spoken, or its time has passed. */
  public ChannelState withoutGrace() {
    return withPassing(passing.withGrace(null));
  }

  /** The relay heard nobody until now: no silence before that is a guest's. */
  public ChannelState hearingFrom(Instant now) {
    return withPassing(passing.hearingFrom(now));
  }

  TreePSet<Timers.Clock> clocks() {
    return passing.clocks();
  }

  /** When {@link Operation.Tick} has something to do; null for never. */
  public Instant nextTimer() {
    return clocks().isEmpty() ? null : clocks().first().at();
  }

  /** Whether that owner gets no further items. */
  public boolean isRetired(String owner) {
    return passing.retired().contains(owner);
  }

  boolean isKilled(String owner) {
    return passing.killed().contains(owner);
  }

  ChannelState withoutMarks(String owner) {
    return isRetired(owner) || isKilled(owner) ? withPassing(passing.without(owner)) : this;
  }

  /** Whether that owner has an open session. */
  public boolean hasSession(String owner) {
    OwnerState state = owners.get(owner);
    return state != null && !state.sessions().isEmpty();
  }

  /** An object that is another one whenever that queue has changed; null when there is none. */
  public Object queueMark(String name) {
    return queues.get(name);
  }

  /** As {@link #queueMark}, for an event. */
  public Object eventMark(String name) {
    return events.get(name);
  }

  /** As {@link #queueMark}, for a primitive. */
  public Object primitiveMark(PrimitiveId id) {
    return primitives.get(id);
  }

  /** UIDs of pods that have a session and hold no item; at most so many. */
  public List<String> idlePods(int most) {
    return podOwners().stream()
        .filter(owner -> hasSession(owner) && Sessions.isIdle(this, owner))
        .sorted()
        .limit(most)
        .toList();
  }

  public boolean isClosed(String queue) {
    QueueState state = queues.get(queue);
    return state != null && state.config().closed() != null;
  }

  /** Figures of all queues and events, by name. */
  public Outcome.Listed listed() {
    return Reads.listed(this);
  }

  /** Whether queues, events, owners and epoch are as in that state, of which this one was made. */
  public boolean sameFigures(ChannelState before) {
    return queues == before.queues
        && events == before.events
        && owners == before.owners
        && epoch() == before.epoch();
  }

  /** Ids of the owners that are pods and have something here. */
  public List<String> podOwners() {
    return owners.keySet().stream().filter(id -> !Owner.isGuest(id)).toList();
  }

  /** The same under another epoch of the same relay. */
  public ChannelState withEpoch(long epoch) {
    return withCounters(counters.withEpoch(epoch));
  }

  /** Whether a successor could mistake something for free that is leased, or lose a session. */
  public boolean needsHandOver() {
    return !sessions.isEmpty() || queues.values().stream().anyMatch(q -> !q.stock().isEmpty());
  }

  ChannelState weighing(long more) {
    return withCounters(counters.weighing(more));
  }

  ChannelState advanced(long positions, long leases) {
    return withCounters(counters.advanced(positions, leases));
  }

  ChannelState withQueue(QueueState queue) {
    return withClocks(Timers.moved(clocks(), queues.get(queue.name()), queue))
        .withQueues(queues.plus(queue.name(), queue));
  }

  ChannelState withoutQueue(String name) {
    return withClocks(Timers.moved(clocks(), queues.get(name), null))
        .withQueues(queues.minus(name));
  }

  private ChannelState withClocks(TreePSet<Timers.Clock> all) {
    return all == clocks() ? this : withPassing(passing.withClocks(all));
  }

  ChannelState withSession(SessionState session) {
    return withSessions(sessions.plus(session.id(), session));
  }

  ChannelState withOwner(String id, OwnerState owner) {
    if (owner == owners.get(id)) {
      return this;
    }
    PMap<String, OwnerState> all = owner.isEmpty() ? owners.minus(id) : owners.plus(id, owner);
    return withOwners(all);
  }

  /** The owner's index, empty when nothing hangs on it. */
  OwnerState owner(String id) {
    return owners.getOrDefault(id, OwnerState.NONE);
  }

  boolean full(long more) {
    return counters.bytes() - keys.size() * Weights.KEY + more > limits.bytes();
  }

  ChannelState withPrimitive(Primitive primitive) {
    return withPrimitives(primitives.plus(primitive.id(), primitive));
  }

  // One component changed.

  ChannelState withCounters(Counters c) {
    return new ChannelState(
        c, limits, passing, queues, events, primitives, sessions, owners, keys, gone);
  }

  ChannelState withPassing(Passing p) {
    return new ChannelState(
        counters, limits, p, queues, events, primitives, sessions, owners, keys, gone);
  }

  private ChannelState withQueues(TreePMap<String, QueueState> all) {
    return new ChannelState(
        counters, limits, passing, all, events, primitives, sessions, owners, keys, gone);
  }

  ChannelState withEvents(TreePMap<String, EventState> all) {
    return new ChannelState(
        counters, limits, passing, queues, all, primitives, sessions, owners, keys, gone);
  }

  ChannelState withPrimitives(TreePMap<PrimitiveId, Primitive> all) {
    return new ChannelState(
        counters, limits, passing, queues, events, all, sessions, owners, keys, gone);
  }

  ChannelState withSessions(PMap<String, SessionState> all) {
    return new ChannelState(
        counters, limits, passing, queues, events, primitives, all, owners, keys, gone);
  }

  private ChannelState withOwners(PMap<String, OwnerState> all) {
    return new ChannelState(
        counters, limits, passing, queues, events, primitives, sessions, all, keys, gone);
  }

  ChannelState withKeys(Remembered all) {
    return new ChannelState(
        counters, limits, passing, queues, events, primitives, sessions, owners, all, gone);
  }

  ChannelState withGone(Timed<ProducerKey> all) {
    return new ChannelState(
        counters, limits, passing, queues, events, primitives, sessions, owners, keys, all);
  }
}
