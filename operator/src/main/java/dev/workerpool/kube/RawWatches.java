package dev.workerpool.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches by path, of metadata alone: the client library's own read whole objects. Each is one
 * request: whoever needs another one begins it.
 */
final class RawWatches {
  private static final Logger log = LoggerFactory.getLogger(RawWatches.class);

  /** So that a watch of which nobody needs anything any more, or that hangs, ends by itself. */
  private static final Duration LASTS = Duration.ofMinutes(1);

  private final KubernetesClient client;

  RawWatches(KubernetesClient client) {
    this.client = client;
  }

  /** Told in the server's order, one at a time. */
  interface Events {
    void there(PartialObject object);

    void deleted(PartialObject object);

    /** Once, and nothing after it. */
    void over();
  }

  /**
   * Watches what is changed after that version.
   *
   * @param path with a query
   * @return ends it
   */
  Runnable begin(String path, String after, Events events) {
    Lines lines = new Lines(events);
    HttpRequest request =
        RawCalls.request(
                client,
                path + "&watch=1&resourceVersion=" + after + "&timeoutSeconds=" + LASTS.toSeconds())
            .header("Accept", RawCalls.PARTIAL)
            .forStreaming()
            .build();
    CompletableFuture<HttpResponse<AsyncBody>> answer =
        client.getHttpClient().consumeBytes(request, lines);
    answer.whenComplete(
        (response, failure) -> {
          if (failure != null || !response.isSuccessful()) {
            log.debug("no watch: {}", failure != null ? failure : response.code());
            events.over();
            answer.thenAccept(refused -> refused.body().cancel());
            return;
          }
          response.body().done().whenComplete((done, broken) -> events.over());
          response.body().consume();
        });
    return () -> {
      answer.cancel(false);
      answer.thenAccept(begun -> begun.body().cancel());
    };
  }

  /** Cuts what comes into lines, an event each. */
  private static final class Lines implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final Events events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(2048);

    Lines(Events events) {
      this.events = events;
    }

    /** What it throws ends the watch. */
    @Override
    public void consume(List<ByteBuffer> bytes, AsyncBody body) throws IOException {
      for (ByteBuffer buffer : bytes) {
        while (buffer.hasRemaining()) {
          byte next = buffer.get();
          if (next == '\n') {
            tell(RawCalls.MAPPER.readTree(line.toByteArray()));
            line.reset();
          } else {
            line.write(next);
          }
        }
      }
      body.consume();
    }

    private void tell(JsonNode event) throws IOException {
      switch (event.path("type").asText()) {
        case "ADDED", "MODIFIED" -> events.there(object(event));
        case "DELETED" -> events.deleted(object(event));
        case "BOOKMARK" -> {}
        default -> throw new IOException("the watch ends: " + event);
      }
    }

    private static PartialObject object(JsonNode event) throws IOException {
      return RawCalls.MAPPER.treeToValue(event.path("object"), PartialObject.class);
    }
  }
}
