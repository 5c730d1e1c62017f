package dev.workerpool.worker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Says byte by byte what a test wrote down for each connection in turn. */
final class RawServer implements AutoCloseable {
  /** What it does with one connection, which is closed when this returns. */
  interface Talk {
    void with(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int connections;

  RawServer(Talk... talks) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), talks);
  }

  RawServer(ServerSocket server, Talk... talks) {
    this.server = server;
    thread.submit(() -> serve(talks));
  }

  /** Answers so, over one connection. */
  static RawServer saying(ServerSocket socket, String... answers) {
    return new RawServer(socket, says(answers));
  }

  private Void serve(Talk... talks) throws Exception {
    for (Talk talk : talks) {
      try (Socket socket = server.accept()) {
        synchronized (this) {
          connections++;
        }
        talk.with(socket);
      } catch (IOException e) {
        // the client hung up, as some tests want it to
      }
    }
    return null;
  }

  /** Answers with each text in turn, after a whole request without a body. */
  static Talk says(String... answers) {
    return socket -> {
      for (String answer : answers) {
        hears(socket);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** Keeps the connection open until the test ends. */
  Talk keeps(Talk before) {
    return socket -> {
      before.with(socket);
      closed.await();
    };
  }

  static Talk silence() {
    return socket -> {};
  }

  private static void hears(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      text.append((char) next);
    }
  }

  synchronized int connections() {
    return connections;
  }

  URI url(String scheme, String host) {
    return URI.create(scheme + "://" + host + ":" + server.getLocalPort());
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      thread.shutdownNow();
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
