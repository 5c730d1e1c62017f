package dev.workerpool.kube;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Declaration;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.PoolChannel;

/** What a pool says about its channel. */
final class PoolChannels {
  private PoolChannels() {}

  static PoolChannel of(WorkerPool pool) {
    var meta = pool.getMetadata();
    return new PoolChannel(new ChannelRef(meta.getNamespace(), meta.getName()), meta.getUid());
  }

  static Declaration declaration(WorkerPool pool) {
    return Declaration.of(pool.getSpec() == null ? null : pool.getSpec().channel());
  }

  /** The channel of another pool that it uses; null for its own. */
  static ChannelRef uses(WorkerPool pool) {
    var meta = pool.getMetadata();
    return pool.channelName().equals(meta.getName())
        ? null
        : new ChannelRef(meta.getNamespace(), pool.channelName());
  }

  /** Whether the status has it that the pool whose channel it uses was deleted. */
  static boolean ownerGone(WorkerPool pool) {
    return pool.getStatus() != null
        && pool.getStatus().conditions().stream()
            .anyMatch(
                c ->
                    c.type().equals(Condition.CHANNEL_READY)
                        && c.reason().equals(ChannelView.Problem.CHANNEL_GONE));
  }

  /** The epoch that the status has seen; 0 for none. */
  static long knownEpoch(WorkerPool pool) {
    Long epoch = pool.getStatus() == null ? null : pool.getStatus().channelEpoch();
    return epoch == null ? 0 : epoch;
  }
}
