package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes pools whose time after their end is over. */
final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private final KubernetesClient client;

  Expiry(KubernetesClient client) {
    this.client = client;
  }

  /** Exactly the pool that was read: one that was changed or made again since stays. */
  void delete(WorkerPool pool) {
    var meta = pool.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withPropagationPolicy("Background")
            .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
            .build();
    String path =
        "/apis/%s/namespaces/%s/workerpools/%s"
            .formatted(WorkerPool.API_VERSION, meta.getNamespace(), meta.getName());
    try {
      client.raw(path, "DELETE", options);
      LOG.info("{}/{} has expired and is deleted", meta.getNamespace(), meta.getName());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
