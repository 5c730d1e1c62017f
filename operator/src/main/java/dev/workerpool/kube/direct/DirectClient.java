package dev.workerpool.kube.direct;

import dev.workerpool.worker.client.HttpReply;
import io.fabric8.kubernetes.client.RequestConfig;
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
      HttpReply reply =
          origins.of(request.uri()).exchange(RequestBytes.of(request), patience(request));
      return CompletableFuture.completedFuture(new DirectResponse(request, reply, consumer));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(new InterruptedIOException("interrupted"));
    }
  }

  /** Where the request says nothing of it, as configured. */
  private Duration patience(StandardHttpRequest request) {
    Duration said = request.getTimeout();
    return said == null || said.isZero()
        ? Duration.ofMillis(getTag(RequestConfig.class).getRequestTimeout())
        : said;
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
