package dev.workerpool.histories;

import dev.workerpool.cluster.PlayedNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A port of this machine that does what kube-proxy does for the relay's Service: each connection
 * goes where the EndpointSlice led lately, and stays there.
 */
final class Service implements AutoCloseable {
  private static final long LAG_MILLIS = 200;

  private final PlayedNamespace namespace;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile int port;
  private volatile boolean closed;

  Service(PlayedNamespace namespace) {
    this.namespace = namespace;
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::follow);
    daemon(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** The port of the relay that serves; 0 before there is one. */
  int serving() {
    return port;
  }

  private void follow() {
    while (!closed) {
      try {
        port = namespace.relayEndpoint().map(e -> e.getPorts().get(0).getPort()).orElse(0);
        TimeUnit.MILLISECONDS.sleep(LAG_MILLIS);
      } catch (KubernetesClientException e) {
        // As kube-proxy does, it stays with what it knew.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket caller = server.accept();
        daemon(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket relay = new Socket()) {
      open.addAll(List.of(caller, relay));
      relay.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      daemon(() -> pump(relay, caller));
      pump(caller, relay);
    } catch (IOException e) {
      // Nobody there: the caller comes again.
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Closed at one end; the other learns of it by our closing.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "service");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
