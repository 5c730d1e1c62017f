package dev.workerpool.kube;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.HybridSettings;
import dev.workerpool.relay.hybrid.HybridStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Channels and commits for tests. */
final class Heads {
  private Heads() {}

  /** A store over that server, which waits for nothing. */
  static HybridStore store(KubernetesClient client) {
    RelayRuntime runtime =
        new RelayRuntime(
            Runnable::run,
            (delay, task) -> {},
            InstantSource.system(),
            () -> UUID.randomUUID().toString());
    return new HybridStore(
        new KubeConfigMaps(client, client, Runnable::run),
        runtime,
        HybridSettings.DEFAULT,
        new WriteBudget(WriteBudget.DEFAULT_BYTES, runtime.clock()));
  }

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
