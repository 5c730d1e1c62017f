package dev.workerpool.channel;

import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * What hangs on an owner, and ends with it.
 *
 * @param names what it made at run time
 * @param holds locks and semaphores that it holds, conditions and barriers where it waits
 */
record OwnerState(
    PSet<String> sessions, PSet<ProducerKey> producers, Made names, PSet<Hold.Ref> holds) {

  /** What was made at run time. */
  record Made(PSet<String> queues, PSet<String> events, PSet<PrimitiveId> primitives) {
    static final Made NOTHING =
        new Made(HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());

    boolean isEmpty() {
      return queues.isEmpty() && events.isEmpty() && primitives.isEmpty();
    }
  }

  static final OwnerState NONE =
      new OwnerState(
          HashTreePSet.empty(), HashTreePSet.empty(), Made.NOTHING, HashTreePSet.empty());

  boolean isEmpty() {
    return sessions.isEmpty() && producers.isEmpty() && names.isEmpty() && holds.isEmpty();
  }

  PSet<String> queues() {
    return names.queues();
  }

  PSet<String> events() {
    return names.events();
  }

  PSet<PrimitiveId> primitives() {
    return names.primitives();
  }

  OwnerState withSessions(PSet<String> all) {
    return new OwnerState(all, producers, names, holds);
  }

  OwnerState withProducers(PSet<ProducerKey> all) {
    return new OwnerState(sessions, all, names, holds);
  }

  OwnerState withQueues(PSet<String> all) {
    return withNames(new Made(all, names.events(), names.primitives()));
  }

  OwnerState withEvents(PSet<String> all) {
    return withNames(new Made(names.queues(), all, names.primitives()));
  }

  OwnerState withPrimitives(PSet<PrimitiveId> all) {
    return withNames(new Made(names.queues(), names.events(), all));
  }

  OwnerState withHolds(PSet<Hold.Ref> all) {
    return new OwnerState(sessions, producers, names, all);
  }

  private OwnerState withNames(Made made) {
    return new OwnerState(sessions, producers, made, holds);
  }
}
