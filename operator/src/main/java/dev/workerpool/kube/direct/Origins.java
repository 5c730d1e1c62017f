package dev.workerpool.kube.direct;

import dev.workerpool.worker.client.HttpConnections;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** The connections to each server that was asked: the API server, and who gives out tokens. */
final class Origins {
  private final SSLContext tls;
  private final Map<String, HttpConnections> connections = new ConcurrentHashMap<>();

  /**
   * @param tls for https; null: as the JVM has it
   */
  Origins(SSLContext tls) {
    this.tls = tls;
  }

  HttpConnections of(URI uri) {
    return connections.computeIfAbsent(
        uri.getScheme() + "://" + uri.getRawAuthority(),
        origin -> new HttpConnections(uri, "https".equals(uri.getScheme()) ? context() : null));
  }

  private SSLContext context() {
    try {
      return tls == null ? SSLContext.getDefault() : tls;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** Closes what nobody uses now; the rest when it has its answer. */
  void close() {
    connections.values().forEach(HttpConnections::forget);
  }
}
