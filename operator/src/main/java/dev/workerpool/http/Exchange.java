package dev.workerpool.http;

import dev.workerpool.relay.Caller;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way through guard, body, endpoint and back to the socket. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** The only headers that any endpoint looks at. */
  private static final String[] HEADERS = {
    "authorization", "content-type", "idempotency-key", "channel-epoch"
  };

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Metrics metrics;
  private String route = "none";
  private volatile boolean bodyRead;

  Exchange(Request request, Response response, Callback callback, Metrics metrics) {
    this.metrics = metrics;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /**
   * Answers: in the thread that has the answer, be it much later. Those of a commit so go out one
   * after the other before the next commit begins, which then has what their clients ask for next.
   */
  void run(Routes routes) {
    CompletableFuture<Reply> answer;
    try {
      answer = answer(routes);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(this::send);
  }

  private CompletableFuture<Reply> answer(Routes routes) {
    Routes.Match match = routes.find(request.getMethod(), request.getHttpURI().getDecodedPath());
    route = match.route().template();
    Call head = head(match.path());
    return match
        .route()
        .guard()
        .admit(head)
        .thenCompose(caller -> body().thenCompose(b -> endpoint(match, head.withBody(b), caller)))
        .toCompletableFuture();
  }

  private CompletableFuture<Reply> endpoint(Routes.Match match, Call call, Caller caller) {
    CompletableFuture<Reply> reply = match.route().endpoint().answer(call, caller);
    request.addFailureListener(failure -> reply.cancel(false));
    return reply;
  }

  private CompletableFuture<byte[]> body() {
    return BodyReader.read(request)
        .thenApply(
            bytes -> {
              bodyRead = true;
              return bytes;
            });
  }

  private Call head(Map<String, String> path) {
    Map<String, String> headers = new HashMap<>();
    for (String name : HEADERS) {
      String value = request.getHeaders().get(name);
      if (value != null) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return new Call(request.getMethod(), path, query(), headers, new byte[0]);
  }

  private Map<String, String> query() {
    if (request.getHttpURI().getQuery() == null) {
      return Map.of();
    }
    try {
      Map<String, String> values = new HashMap<>();
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        values.put(field.getName(), field.getValue());
      }
      return values;
    } catch (RuntimeException e) {
      throw Problem.of(ProblemType.MALFORMED, "the query cannot be decoded");
    }
  }

  private void send(Reply reply, Throwable failure) {
    try {
      write(failure == null ? reply : refusal(failure));
    } catch (RuntimeException e) {
      callback.failed(e);
    }
  }

  private Reply refusal(Throwable failure) {
    Problem problem = Problem.from(failure);
    if (problem.status() == ProblemType.INTERNAL.status) {
      log.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), failure);
    }
    return problem.reply();
  }

  private void write(Reply reply) {
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    boolean unread = !bodyRead && hasBody();
    // A client kept alive to a relay that doesn't serve would never be led to the one that does.
    if (unread || reply.status() == ProblemType.NOT_LEADER.status) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    Callback then = unread ? Discarder.then(request, callback) : callback;
    Duration took = Duration.ofNanos(System.nanoTime() - request.getHeadersNanoTime());
    // Methods of unknown routes are whatever somebody sends: not for a label.
    String method = route.equals("none") ? "other" : request.getMethod();
    metrics.answered(method, route, reply.status(), took);
    response.write(true, ByteBuffer.wrap(reply.body()), then);
  }

  private boolean hasBody() {
    return request.getLength() != 0
        && (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }
}
