package dev.workerpool.kube.direct;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes clients; those derived from one share its connections. */
final class DirectBuilder
    extends StandardHttpClientBuilder<DirectClient, DirectHttp, DirectBuilder> {

  DirectBuilder(DirectHttp factory) {
    super(factory);
  }

  @Override
  public HttpClient build() {
    return client == null
        ? new DirectClient(this, new Origins(sslContext), new AtomicBoolean())
        : new DirectClient(this, client.origins(), client.getClosed());
  }

  @Override
  protected DirectBuilder newInstance(DirectHttp factory) {
    return new DirectBuilder(factory);
  }
}
