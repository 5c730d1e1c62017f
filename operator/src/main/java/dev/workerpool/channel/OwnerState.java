package dev.workerpool.channel;

import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/** What hangs on an owner, and ends with it. */
record OwnerState(
    PSet<String> sessions, PSet<ProducerKey> producers, PSet<String> queues, PSet<String> events) {

  static final OwnerState NONE =
      new OwnerState(
          HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());

  boolean isEmpty() {
    return sessions.isEmpty() && producers.isEmpty() && queues.isEmpty() && events.isEmpty();
  }

  OwnerState withSessions(PSet<String> all) {
    return new OwnerState(all, producers, queues, events);
  }

  OwnerState withProducers(PSet<ProducerKey> all) {
    return new OwnerState(sessions, all, queues, events);
  }

  OwnerState withQueues(PSet<String> all) {
    return new OwnerState(sessions, producers, all, events);
  }

  OwnerState withEvents(PSet<String> all) {
    return new OwnerState(sessions, producers, queues, all);
  }
}
