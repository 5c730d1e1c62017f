package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Declaration;
import dev.workerpool.relay.ChannelRef;
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

  /** The epoch that the status has seen; 0 for none. */
  static long knownEpoch(WorkerPool pool) {
    Long epoch = pool.getStatus() == null ? null : pool.getStatus().channelEpoch();
    return epoch == null ? 0 : epoch;
  }
}
