package dev.workerpool.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body as it arrives, holding no thread meanwhile: a slow client costs the bytes
 * it has sent so far, and those at most {@link Limits#MAX_BODY_BYTES}.
 */
final class BodyReader implements Runnable {
  private final Request request;
  private final long deadlineNanos;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  private BodyReader(Request request) {
    this.request = request;
    this.deadlineNanos = System.nanoTime() + Limits.MAX_ARRIVAL.toNanos();
  }

  /** The body, or problem 413 as soon as it is known to be too large, or 408 when it trickles. */
  static CompletableFuture<byte[]> read(Request request) {
    if (request.getLength() > Limits.MAX_BODY_BYTES) {
      return CompletableFuture.failedFuture(tooLarge());
    }
    BodyReader reader = new BodyReader(request);
    reader.run();
    return reader.whole;
  }

  @Override
  public void run() {
    while (!whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      accept(chunk);
    }
  }

  private void accept(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      whole.completeExceptionally(
          Problem.of(ProblemType.MALFORMED, "the body was cut off: " + chunk.getFailure()));
      return;
    }
    append(chunk.getByteBuffer());
    boolean last = chunk.isLast();
    chunk.release();
    if (bytes.size() > Limits.MAX_BODY_BYTES) {
      whole.completeExceptionally(tooLarge());
    } else if (last) {
      whole.complete(bytes.toByteArray());
    } else if (System.nanoTime() - deadlineNanos > 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(Limits.MAX_ARRIVAL.toNanos());
      whole.completeExceptionally(
          Problem.of(ProblemType.TOO_SLOW, "the body did not arrive within " + seconds + " s"));
    }
  }

  private void append(ByteBuffer buffer) {
    byte[] part = new byte[buffer.remaining()];
    buffer.get(part);
    bytes.writeBytes(part);
  }

  private static Problem tooLarge() {
    return Problem.of(ProblemType.TOO_LARGE, "a body may have " + Limits.MAX_BODY_BYTES + " bytes");
  }
}
