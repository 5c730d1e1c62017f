package dev.workerpool.histories;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.PlayedNamespace;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A pool's pods on a server that may be away just now: what is asked of it is repeated. */
final class PlayedPods {
  private final PlayedNamespace namespace;
  private final WorkerPool pool;

  PlayedPods(PlayedNamespace namespace, WorkerPool pool) {
    this.namespace = namespace;
    this.pool = pool;
  }

  /** Of the pod of that name, which is made where it isn't there yet. */
  String token(String name) {
    return insist(
        () -> {
          if (!namespace.hasPod(name)) {
            namespace.pod(name, PlayedNamespace.labelsOf(pool));
          }
          return namespace.token(name, Labels.AUDIENCE);
        });
  }

  void kill(String name) {
    insist(
        () -> {
          namespace.kill(name);
          return true;
        });
  }

  private static <T> T insist(Callable<T> call) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .until(call, answer -> answer != null);
  }
}
