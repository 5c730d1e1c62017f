package dev.workerpool.sim;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Contents;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Recovered;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a relay would find if it took over now. */
record Truth(
    long epoch, Map<String, Contents.OfQueue> queues, Map<String, Long> counts, Set<String> items) {
  static final Truth NOTHING = new Truth(0, Map.of(), Map.of(), Set.of());

  static Truth of(ChannelStore.Head head) {
    ChannelState state = Recovered.of(head);
    Map<String, Contents.OfQueue> queues = Contents.queues(state);
    Set<String> items = new HashSet<>();
    queues.values().forEach(q -> items.addAll(q.items()));
    return new Truth(head.stamp().epoch(), queues, Contents.counts(state), items);
  }

  boolean contains(String item) {
    return items.contains(item);
  }

  boolean isEmpty(String queue) {
    return in(queue).isEmpty();
  }

  List<String> in(String queue) {
    Contents.OfQueue found = queues.get(queue);
    return found == null ? List.of() : found.items();
  }

  boolean isDrained() {
    return items.isEmpty();
  }

  long count(String event) {
    return counts.getOrDefault(event, 0L);
  }

  List<String> names() {
    return List.copyOf(queues.keySet());
  }
}
