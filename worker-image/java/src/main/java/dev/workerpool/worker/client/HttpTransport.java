package dev.workerpool.worker.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * The transport over connections of our own. A worker lives for seconds at times, and {@code
 * java.net.http} needs a quarter of one to begin (docs/bench/workers.md).
 */
final class HttpTransport implements Transport {
  /** What an answer may take beyond the wait that was asked for: a commit, a slow network. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final String EPOCH = "Channel-Epoch";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final Target target;

  /** The channel's address, which stands before that of each call. */
  private final URI base;

  private final HttpConnections connections;
  private final AtomicLong epoch = new AtomicLong();

  HttpTransport(Target target) {
    this.target = target;
    this.base = target.resolve("");
    this.connections = new HttpConnections(base, security(target));
  }

  private static SSLContext security(Target target) {
    if (!target.url().startsWith("https:")) {
      return null;
    }
    try {
      return target.caFile() == null
          ? SSLContext.getDefault()
          : Certificates.trusting(target.caFile());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has one
    }
  }

  @Override
  public Answer exchange(Call call) throws IOException, InterruptedException {
    Duration wait = call.hold() == null ? Duration.ZERO : call.hold();
    HttpReply reply = connections.exchange(request(call), wait.plus(SLACK));
    saw(reply.header("channel-epoch"));
    return new Answer(reply.status(), reply.body(), retryAfter(reply.header("retry-after")), false);
  }

  @Override
  public void forgetConnections() {
    connections.forget();
  }

  @Override
  public String address() {
    return target.url();
  }

  private byte[] request(Call call) throws IOException {
    byte[] body = call.body() == null ? new byte[0] : call.body().getBytes(StandardCharsets.UTF_8);
    var request = new HttpRequest(call.method(), base.getRawPath() + call.address());
    request.header("Host", base.getRawAuthority()).header("User-Agent", "workerpool-java");
    if (call.body() != null) {
      request.header("Content-Type", "application/json");
    }
    if (!call.method().equals("GET")) {
      request.header("Content-Length", Integer.toString(body.length));
    }
    request.header("Idempotency-Key", call.key());
    if (epoch.get() > 0) {
      request.header(EPOCH, Long.toString(epoch.get()));
    }
    if (target.tokenFile() != null) {
      // Read each time: the kubelet replaces the token long before it expires.
      request.header("Authorization", "Bearer " + Files.readString(target.tokenFile()).strip());
    }
    return request.with(body);
  }

  /** Said again in each request, so that a relay which missed its successor learns of it. */
  private void saw(String value) {
    if (value != null && NUMBER.matcher(value).matches()) {
      epoch.accumulateAndGet(Long.parseLong(value), Math::max);
    }
  }

  private static Duration retryAfter(String value) {
    return value != null && SECONDS.matcher(value).matches()
        ? Duration.ofSeconds(Long.parseLong(value))
        : null;
  }
}
