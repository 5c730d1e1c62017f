package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which pools admit people by which tokens, as the watch shows it. Few pools have any. */
final class GuestBook {
  private static final int NAME = 16;

  private record Entry(String annotation, String namespace, String channel) {}

  private final Map<String, Entry> byUid = new ConcurrentHashMap<>();

  void seen(WorkerPool pool) {
    var meta = pool.getMetadata();
    String annotation =
        meta.getAnnotations() == null ? null : meta.getAnnotations().get(ConnectTokens.ANNOTATION);
    if (annotation == null) {
      byUid.remove(meta.getUid());
    } else {
      byUid.put(meta.getUid(), new Entry(annotation, meta.getNamespace(), pool.channelName()));
    }
  }

  void gone(WorkerPool pool) {
    byUid.remove(pool.getMetadata().getUid());
  }

  Optional<Caller.Guest> find(String hash, Instant now) {
    return byUid.values().stream()
        .filter(e -> ConnectTokens.allows(e.annotation(), hash, now))
        .findFirst()
        .map(e -> new Caller.Guest(e.namespace(), e.channel(), hash.substring(0, NAME)));
  }
}
