package dev.workerpool.kube;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.util.List;
import java.util.Map;

/** Channels and commits for tests. */
final class Heads {
  private Heads() {}

  static PoolChannel channel(String namespace, String name, String uid) {
    return new PoolChannel(new ChannelRef(namespace, name), uid);
  }

  /** A commit whose nonce is the given one, in epoch {@code epoch} of {@code holder}. */
  static Commit commit(long epoch, String holder, String nonce) {
    Stamp stamp = new Stamp(epoch, holder, nonce);
    return new Commit(stamp, List.of(), () -> content(stamp), true);
  }

  static Map<String, String> content(Stamp stamp) {
    return Map.of(
        "channel.json",
        "{\"format\":1,\"epoch\":%d,\"holder\":\"%s\",\"commit\":\"%s\"}"
            .formatted(stamp.epoch(), stamp.holder(), stamp.commit()));
  }
}
