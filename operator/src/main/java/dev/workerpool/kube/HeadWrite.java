package dev.workerpool.kube;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One commit on its way into the head. A reply that doesn't say what happened (a time-out, a reset,
 * 5xx, a conflict that may be our own) is never guessed at: the head is read, and the nonce in it
 * tells.
 */
final class HeadWrite {
  private static final int TRIES = 8;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MAX_PAUSE_MILLIS = 2000;

  private final PoolChannel channel;
  private final String version;
  private final Stamp stamp;
  private final ConfigMap map;
  private final Resource<ConfigMap> resource;

  HeadWrite(KubernetesClient client, PoolChannel channel, String version, Commit commit) {
    this.channel = channel;
    this.version = version;
    this.stamp = commit.stamp();
    this.map = ChannelHeads.head(channel, version, commit);
    this.resource = client.configMaps().inNamespace(channel.ref().namespace()).resource(map);
  }

  /**
   * What came of it.
   *
   * @throws KubernetesClientException when it was refused, or couldn't be found out in {@link
   *     #TRIES} tries
   */
  Written run() {
    for (int attempt = 1; ; attempt++) {
      try {
        ConfigMap written = version == null ? resource.create() : resource.update();
        return new Committed(ChannelHeads.version(written));
      } catch (KubernetesClientException e) {
        Optional<Written> known = resolve(e);
        if (known.isPresent()) {
          return known.get();
        }
        if (attempt == TRIES) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** Empty: it has not been done, and the same bytes may be sent again. */
  private Optional<Written> resolve(KubernetesClientException failure) {
    if (!unknown(failure)) {
      throw failure;
    }
    ConfigMap found;
    try {
      found = resource.get();
    } catch (KubernetesClientException e) {
      if (unknown(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return found == null ? absent() : present(found);
  }

  private Optional<Written> absent() {
    return version == null ? Optional.empty() : Optional.of(new Missing());
  }

  private Optional<Written> present(ConfigMap found) {
    if (!ChannelHeads.ours(found) || !ChannelHeads.of(channel, found)) {
      throw new IllegalStateException(
          "ConfigMap " + map.getMetadata().getName() + " belongs to somebody else; to be loaded");
    }
    Optional<Stamp> theirs = ChannelHeads.stamp(found);
    if (theirs.filter(s -> s.sameReign(stamp) && s.commit().equals(stamp.commit())).isPresent()) {
      return Optional.of(new Committed(ChannelHeads.version(found)));
    }
    if (ChannelHeads.version(found).equals(version)) {
      return Optional.empty();
    }
    if (theirs.isPresent() && !theirs.get().sameReign(stamp)) {
      return Optional.of(new Fenced(theirs.get()));
    }
    // Nobody but a person leaves our reign in place, or no stamp at all, under another version.
    return Optional.of(new Edited(ChannelHeads.version(found)));
  }

  /** Whether the failure leaves open what happened, or says that it may be tried again. */
  private static boolean unknown(KubernetesClientException e) {
    int code = e.getCode();
    return code == 0 || code == 404 || code == 408 || code == 409 || code == 429 || code >= 500;
  }

  private static void pause(int attempt) {
    long millis = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (attempt - 1));
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while a commit was under way", e);
    }
  }
}
