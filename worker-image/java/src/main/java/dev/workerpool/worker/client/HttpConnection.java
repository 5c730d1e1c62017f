package dev.workerpool.worker.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection that carries requests in turn. Its socket belongs to a channel, so that a thread
 * that waits here can be interrupted: the connection is closed then.
 */
final class HttpConnection implements Closeable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SMALL = 16 * 1024;

  private final SocketChannel channel;
  private final Socket socket;
  private final HttpReader reader;
  private long usedAt;

  private HttpConnection(SocketChannel channel, Socket socket) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.reader = new HttpReader(socket);
    this.usedAt = System.nanoTime();
  }

  /**
   * @param tls null: none
   * @param until of System.nanoTime; connecting gets no more than that, and no more than its own
   */
  static HttpConnection open(URI url, SSLContext tls, long until) throws IOException {
    int port = url.getPort() > 0 ? url.getPort() : tls == null ? 80 : 443;
    SocketChannel channel = connected(url.getHost(), port, until);
    try {
      Socket socket = channel.socket();
      return new HttpConnection(
          channel, tls == null ? socket : secured(socket, url, port, tls, until));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketChannel connected(String host, int port, long until) throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().setTcpNoDelay(true);
        channel.socket().connect(new InetSocketAddress(address, port), patience(until));
        return channel;
      } catch (IOException e) {
        channel.close();
        failure = e;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    throw failure;
  }

  private static SSLSocket secured(Socket socket, URI url, int port, SSLContext tls, long until)
      throws IOException {
    var secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, url.getHost(), port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    socket.setSoTimeout(patience(until));
    secured.startHandshake();
    return secured;
  }

  private static int patience(long until) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("no connection in time");
    }
    return (int) Math.min(left, CONNECT_MILLIS);
  }

  /**
   * Sends a request, and reads its answer.
   *
   * @param until of System.nanoTime
   */
  HttpReply exchange(byte[] request, long until) throws IOException {
    IOException cut = write(request, until);
    try {
      HttpReply reply = reader.read(until);
      usedAt = System.nanoTime();
      return cut == null ? reply : reply.last();
    } catch (IOException e) {
      throw cut == null ? e : cut;
    }
  }

  /** What went wrong, or null: whoever refuses a request may answer before it is all there. */
  private IOException write(byte[] request, long until) {
    // A small one goes into the socket's buffer at once; for the rest a write has no time-out.
    Future<?> late = request.length <= SMALL ? null : Lateness.closes(channel, until);
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return null;
    } catch (IOException e) {
      return e;
    } finally {
      if (late != null) {
        late.cancel(false);
      }
    }
  }

  /** Closes connections whose requests don't get away. Its thread begins with the first one. */
  private static final class Lateness {
    private static final ScheduledThreadPoolExecutor TIMER =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "workerpool-late");
              thread.setDaemon(true);
              return thread;
            });

    static {
      TIMER.setRemoveOnCancelPolicy(true);
    }

    static Future<?> closes(SocketChannel channel, long until) {
      Callable<Void> close =
          () -> {
            channel.close();
            return null;
          };
      return TIMER.schedule(close, until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  long usedAt() {
    return usedAt;
  }

  /** Nobody is within an exchange. Whether the other side has neither hung up nor said anything. */
  boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return quiet;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close(); // not the TLS socket's close, which would wait to say goodbye
    } catch (IOException e) {
      // it is gone, then
    }
  }
}
