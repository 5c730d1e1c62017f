package dev.workerpool.kube.direct;

import dev.workerpool.worker.client.HttpReply;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** An answer that is all there, told in one piece to whoever consumes it. */
final class DirectResponse extends StandardHttpHeaders
    implements HttpResponse<AsyncBody>, AsyncBody {
  private final HttpRequest request;
  private final HttpReply reply;
  private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean told;

  DirectResponse(
      HttpRequest request, HttpReply reply, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    super(
        reply.headers().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey(), e -> List.of(e.getValue()))));
    this.request = request;
    this.reply = reply;
    this.consumer = consumer;
  }

  @Override
  public int code() {
    return reply.status();
  }

  @Override
  public AsyncBody body() {
    return this;
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<?>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public void consume() {
    if (told) {
      done.complete(null);
      return;
    }
    told = true;
    try {
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      consumer.consume(List.of(ByteBuffer.wrap(bytes)), this);
    } catch (Exception e) {
      done.completeExceptionally(e);
    }
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void cancel() {
    done.cancel(false);
  }
}
