package dev.workerpool.kube.direct;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;

/**
 * HTTP/1.1 for the client library: each request is sent and its answer read by the thread that
 * asks, which blocks meanwhile. {@code java.net.http} hands a request over several threads, each of
 * which waits for a processor. For who has threads for that, and watches nothing: there are no
 * WebSockets here, no proxies, and an answer is read whole.
 */
public final class DirectHttp implements HttpClient.Factory {

  /** Whether an API server so configured can be reached directly. */
  public static boolean reaches(Config config) {
    return config.getHttpProxy() == null
        && config.getHttpsProxy() == null
        && config.getTlsServerName() == null
        && !config.isDisableHostnameVerification();
  }

  @Override
  public HttpClient.Builder newBuilder() {
    return new DirectBuilder(this);
  }
}
