package dev.workerpool.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** The API server itself, with the kubeconfig's rights. */
final class Upstream {
  private final HttpClient client;
  private final String base;
  private final String token;

  Upstream(Config config) {
    String url = config.getMasterUrl();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = config.getOauthToken();
    try {
      this.client =
          HttpClient.newBuilder()
              .sslContext(SSLUtils.sslContext(config))
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(10))
              .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the kubeconfig's certificates cannot be used", e);
    }
  }

  HttpResponse<InputStream> send(Call call, String query) throws IOException, InterruptedException {
    String uri = base + call.path() + (query == null ? "" : "?" + query);
    var body =
        call.body().length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(call.body());
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .method(call.verb(), body)
            .header("Accept", call.accept() == null ? "application/json" : call.accept());
    if (call.contentType() != null) {
      request.header("Content-Type", call.contentType());
    }
    if (token != null && !token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }
}
