package dev.workerpool.http;

import dev.workerpool.relay.Relay;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What is there for kubelets, Prometheus and readers: open to everyone. */
final class OperationsRoutes {
  private static final String TEXT = "text/plain; charset=utf-8";

  private OperationsRoutes() {}

  /**
   * @param healthy ready means healthy, not serving: a rolling update of two replicas would never
   *     end otherwise
   */
  static List<Route> of(Relay relay, Metrics metrics, BooleanSupplier healthy) {
    return List.of(
        open("/healthz", (call, caller) -> done(text(200, "ok\n"))),
        open("/readyz", (call, caller) -> done(ready(healthy.getAsBoolean(), relay.isServing()))),
        open("/metrics", (call, caller) -> metrics(relay, metrics)),
        open("/openapi.yaml", (call, caller) -> done(openApi())));
  }

  private static Route open(String path, Endpoint endpoint) {
    return new Route("GET", path, Guard.open(), endpoint);
  }

  private static Reply ready(boolean healthy, boolean serving) {
    return healthy
        ? text(200, serving ? "ok, serving\n" : "ok, standing by\n")
        : text(503, "not ready\n");
  }

  private static CompletableFuture<Reply> metrics(Relay relay, Metrics metrics) {
    return Replies.later(
        relay.watch(null, Duration.ZERO),
        page ->
            Reply.of(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.scrape(page).getBytes(StandardCharsets.UTF_8)));
  }

  private static Reply openApi() {
    try (InputStream in = OperationsRoutes.class.getResourceAsStream("openapi.yaml")) {
      return Reply.of(200, "application/yaml", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static Reply text(int status, String text) {
    return Reply.of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }
}
