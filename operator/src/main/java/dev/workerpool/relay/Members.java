package dev.workerpool.relay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Pools that use another pool's channel, and channels that were deleted under them. */
final class Members {
  private static final int ENDED_REMEMBERED = 1000;

  private final Map<PoolChannel, ChannelRef> uses = new ConcurrentHashMap<>();
  private final Set<ChannelRef> ended = new LinkedHashSet<>();

  void put(PoolChannel member, ChannelRef owner) {
    uses.put(member, owner);
  }

  boolean remove(PoolChannel member) {
    return uses.remove(member) != null;
  }

  List<PoolChannel> of(ChannelRef owner) {
    return uses.entrySet().stream()
        .filter(e -> e.getValue().equals(owner))
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized void begun(ChannelRef owner) {
    ended.remove(owner);
  }

  synchronized void ended(ChannelRef owner) {
    ended.add(owner);
    if (ended.size() > ENDED_REMEMBERED) {
      ended.remove(ended.iterator().next());
    }
  }

  synchronized boolean hasEnded(ChannelRef owner) {
    return ended.contains(owner);
  }
}
