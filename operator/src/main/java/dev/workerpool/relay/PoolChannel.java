package dev.workerpool.relay;

import java.util.Objects;

/**
 * One life of a channel: a pool that is deleted and applied again has another UID, and with it
 * another channel under the same address.
 *
 * @param poolUid UID of the WorkerPool that owns the channel
 */
public record PoolChannel(ChannelRef ref, String poolUid) {
  public PoolChannel {
    Objects.requireNonNull(ref);
    Objects.requireNonNull(poolUid);
  }
}
