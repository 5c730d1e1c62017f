package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A port of this machine that leads to whichever relay serves: looked up for each connection, so
 * that a takeover is only a broken connection to who repeats his requests.
 */
final class RelayForward implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
  private static final String HELLO = "GET /healthz HTTP/1.0\r\n\r\n";

  private final KubernetesClient client;
  private final String namespace;
  private final ServerSocket server;
  private String pod;
  private LocalPortForward forward;

  RelayForward(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Begins to accept connections.
   *
   * @return the port
   * @throws IllegalStateException when no relay serves, or we may not reach it
   */
  int start() {
    tryOut(current());
    daemon(() -> accept(server, caller -> daemon(() -> serve(caller))));
    return server.getLocalPort();
  }

  /** A first connection, which tells of a refusal; other troubles pass. */
  private void tryOut(LocalPortForward through) {
    try (Socket relay = new Socket(InetAddress.getLoopbackAddress(), through.getLocalPort())) {
      relay.setSoTimeout(PATIENCE_MILLIS);
      relay.getOutputStream().write(HELLO.getBytes(StandardCharsets.US_ASCII));
      if (relay.getInputStream().read() >= 0) {
        return;
      }
    } catch (IOException e) {
      // Closed at once: why, is known to the forward.
    }
    boolean refused =
        Stream.concat(
                through.getClientThrowables().stream(), through.getServerThrowables().stream())
            .anyMatch(RelayForward::isRefusal);
    if (refused) {
      throw new IllegalStateException(
          "you may not forward a port to pod %s in namespace %s: it takes get and create on pods/portforward there"
              .formatted(pod, namespace));
    }
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof WebSocketHandshakeException e
        && e.getResponse() != null
        && (e.getResponse().code() == 401 || e.getResponse().code() == 403);
  }

  /** Until the port is closed: one connection may fail, as where too many files are open. */
  static void accept(ServerSocket server, Consumer<Socket> serve) {
    while (!server.isClosed()) {
      try {
        serve.accept(server.accept());
      } catch (IOException e) {
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket relay = new Socket(InetAddress.getLoopbackAddress(), current().getLocalPort())) {
      daemon(() -> pump(relay, caller));
      pump(caller, relay);
    } catch (IOException | IllegalStateException | KubernetesClientException e) {
      // The caller sees a broken connection, and comes again.
      forget();
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The other end has gone; closing tells ours.
    }
  }

  private synchronized LocalPortForward current() {
    EndpointSlice slice =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withName(RelayEndpoint.NAME)
            .get();
    Endpoint endpoint =
        slice == null || slice.getEndpoints().isEmpty() ? null : slice.getEndpoints().get(0);
    ObjectReference target = endpoint == null ? null : endpoint.getTargetRef();
    if (target == null) {
      throw new IllegalStateException(
          ("no relay serves in namespace %s: is WorkerPool installed there?"
                  + " (In another one: --relay-namespace)")
              .formatted(namespace));
    }
    if (forward == null || !forward.isAlive() || !target.getName().equals(pod)) {
      forget();
      pod = target.getName();
      int port = slice.getPorts().get(0).getPort();
      forward = client.pods().inNamespace(namespace).withName(pod).portForward(port);
    }
    return forward;
  }

  private synchronized void forget() {
    if (forward != null) {
      try {
        forward.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
      forward = null;
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "relay-forward");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      forget();
    }
  }
}
