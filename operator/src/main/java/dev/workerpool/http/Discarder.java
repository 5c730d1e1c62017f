package dev.workerpool.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads and drops the rest of a body that was answered early. Closing with unread bytes would reset
 * the connection, and the sender would never see why it was refused.
 */
final class Discarder implements Runnable {
  private final Request request;
  private final Callback callback;
  private final long deadlineNanos = System.nanoTime() + Limits.MAX_ARRIVAL.toNanos();
  private long left = Limits.MAX_DISCARDED_BYTES;

  private Discarder(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  /**
   * A callback for the write of the answer: discards, bounded in bytes and time, then completes.
   */
  static Callback then(Request request, Callback callback) {
    return Callback.from(new Discarder(request, callback), callback::failed);
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      boolean over = Content.Chunk.isFailure(chunk) || chunk.isLast();
      left -= chunk.remaining();
      chunk.release();
      if (over || left < 0 || System.nanoTime() - deadlineNanos > 0) {
        callback.succeeded();
        return;
      }
    }
  }
}
