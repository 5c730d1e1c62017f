package dev.workerpool.kube.direct;

import dev.workerpool.worker.client.HttpReply;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends a request in the caller's thread; what comes back is complete already. */
final class DirectClient extends StandardHttpClient<DirectClient, DirectHttp, DirectBuilder> {
  /** Of requests that say nothing of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Origins origins;

  DirectClient(DirectBuilder builder, Origins origins, AtomicBoolean closed) {
    super(builder, closed);
    this.origins = origins;
  }

  Origins origins() {
    return origins;
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    try {
      Duration said = request.getTimeout();
      Duration within = said == null || said.isZero() ? PATIENCE : said;
      HttpReply reply = origins.of(request.uri()).exchange(RequestBytes.of(request), within);
      return CompletableFuture.completedFuture(new DirectResponse(request, reply, consumer));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(new InterruptedIOException("interrupted"));
    }
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder builder, WebSocket.Listener listener) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("no WebSockets over these connections"));
  }

  @Override
  protected void doClose() {
    origins.close();
  }
}
