package dev.workerpool.worker.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The transport over {@code java.net.http}. */
final class HttpTransport implements Transport {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** What an answer may take beyond the wait that was asked for: a commit, a slow network. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final String EPOCH = "Channel-Epoch";

  private final Target target;
  private final AtomicLong epoch = new AtomicLong();
  private volatile HttpClient client;

  HttpTransport(Target target) {
    this.target = target;
    this.client = connect();
  }

  @Override
  public Answer exchange(Call call) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(call), BodyHandlers.ofString());
    response.headers().firstValue(EPOCH).ifPresent(this::saw);
    return new Answer(response.statusCode(), response.body(), retryAfter(response), false);
  }

  @Override
  public void forgetConnections() {
    client = connect();
  }

  @Override
  public String address() {
    return target.url();
  }

  private HttpClient connect() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (target.caFile() != null && target.url().startsWith("https:")) {
      builder.sslContext(Certificates.trusting(target.caFile()));
    }
    return builder.build();
  }

  private HttpRequest request(Call call) throws IOException {
    Duration wait = call.hold() == null ? Duration.ZERO : call.hold();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(call.address())).timeout(wait.plus(SLACK));
    if (call.body() == null) {
      request.method(call.method(), BodyPublishers.noBody());
    } else {
      request.method(call.method(), BodyPublishers.ofString(call.body()));
      request.header("Content-Type", "application/json");
    }
    if (call.key() != null) {
      request.header("Idempotency-Key", call.key());
    }
    if (epoch.get() > 0) {
      request.header(EPOCH, Long.toString(epoch.get()));
    }
    if (target.tokenFile() != null) {
      // Read each time: the kubelet replaces the token long before it expires.
      request.header("Authorization", "Bearer " + Files.readString(target.tokenFile()).strip());
    }
    return request.build();
  }

  /** Said again in each request, so that a relay which missed its successor learns of it. */
  private void saw(String value) {
    if (value.matches("[0-9]{1,18}")) {
      epoch.accumulateAndGet(Long.parseLong(value), Math::max);
    }
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }
}
