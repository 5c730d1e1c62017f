package dev.workerpool.worker.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Kept connections to one server; as many as there are requests at the same time. A request is sent
 * once, in the thread that asks; interrupting that ends it.
 */
public final class HttpConnections {
  /** Longer idle ones may have been forgotten by something on the way that doesn't say so. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final URI url;
  private final SSLContext tls;
  private Deque<HttpConnection> idle = new ArrayDeque<>();

  /**
   * @param url scheme, host and port count
   * @param tls null: none
   */
  public HttpConnections(URI url, SSLContext tls) {
    this.url = url;
    this.tls = tls;
  }

  /**
   * Sends a request over a connection that is free, or a new one.
   *
   * @param request all of it, head and body; no HEAD
   * @param within from now on, connecting included
   * @throws IOException when no whole answer came within that time
   */
  public HttpReply exchange(byte[] request, Duration within)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    Deque<HttpConnection> from = current();
    HttpConnection connection = null;
    boolean lasting = false;
    try {
      connection = free(from);
      if (connection == null) {
        connection = HttpConnection.open(url, tls, until);
      }
      HttpReply reply = connection.exchange(request, until);
      lasting = reply.lasting();
      return reply;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // which closed the connection: see there
      }
      throw e;
    } finally {
      if (connection != null && !(lasting && keep(from, connection))) {
        connection.close();
      }
    }
  }

  /** Later exchanges use new connections. Those under way end as they will. */
  public void forget() {
    List<HttpConnection> old;
    synchronized (this) {
      old = new ArrayList<>(idle);
      idle = new ArrayDeque<>();
    }
    old.forEach(HttpConnection::close);
  }

  private synchronized Deque<HttpConnection> current() {
    return idle;
  }

  private synchronized boolean keep(Deque<HttpConnection> from, HttpConnection connection) {
    if (from == idle) {
      idle.push(connection);
    }
    return from == idle;
  }

  /** The one used last, if it still leads somewhere; null for none. */
  private HttpConnection free(Deque<HttpConnection> from) {
    while (true) {
      HttpConnection found;
      synchronized (this) {
        found = from.poll();
      }
      if (found == null) {
        return null;
      }
      if (System.nanoTime() - found.usedAt() < KEPT.toNanos() && found.isQuiet()) {
        return found;
      }
      found.close();
    }
  }
}
