package dev.workerpool.kube;

import dev.workerpool.api.ChannelSpec;
import dev.workerpool.api.EventSpec;
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
    ChannelSpec spec = pool.getSpec() == null ? null : pool.getSpec().channel();
    if (spec == null) {
      return Declaration.NOTHING;
    }
    return new Declaration(
        spec.queues().stream()
            .map(q -> new Declaration.DeclaredQueue(q.name(), q.maxSize()))
            .toList(),
        spec.events().stream().map(EventSpec::name).toList());
  }

  /** The epoch that the status has seen; 0 for none. */
  static long knownEpoch(WorkerPool pool) {
    Long epoch = pool.getStatus() == null ? null : pool.getStatus().channelEpoch();
    return epoch == null ? 0 : epoch;
  }
}
