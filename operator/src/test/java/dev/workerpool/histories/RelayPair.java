package dev.workerpool.histories;

import dev.workerpool.faults.TroubledServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two relays of a namespace, each a process of its own, on the way to a server. */
final class RelayPair implements AutoCloseable {
  private final List<RelayProcess> relays = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();

  RelayPair(Path folder, String namespace, TroubledServer way) throws IOException {
    String kubeconfig = Files.writeString(folder.resolve("kubeconfig"), to(way.url())).toString();
    for (int i = 0; i < 2; i++) {
      String name = "relay-" + i;
      way.admit(name);
      ports.add(freePort());
      logs.add(folder.resolve(name + ".log"));
      Map<String, String> env =
          Map.of(
              "KUBECONFIG",
              kubeconfig,
              "KUBERNETES_USER_AGENT",
              name,
              "HTTP2_DISABLE",
              "true",
              "WORKERPOOL_NAMESPACES",
              namespace,
              "WORKERPOOL_SYSTEM_NAMESPACE",
              namespace,
              "WORKERPOOL_LOG_FORMAT",
              "text",
              "POD_NAME",
              name,
              "POD_IP",
              "198.51.100." + (i + 1),
              "WORKERPOOL_HTTP_PORT",
              "" + ports.get(i),
              "WORKERPOOL_HEALTH_PORT",
              "" + freePort());
      relays.add(new RelayProcess("dev.workerpool.main.Main", List.of("relay"), env, logs.get(i)));
    }
  }

  private static String to(String url) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: way, cluster: {server: "%s"}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: way, context: {cluster: way, user: nobody}}]
        current-context: way
        """
        .formatted(url);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void start() {
    relays.forEach(RelayProcess::start);
  }

  /** The one that listens on that port; the first when none does. */
  RelayProcess at(int port) {
    return relays.get(Math.max(0, ports.indexOf(port)));
  }

  String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path log : logs) {
      all.append(log.getFileName()).append(":\n");
      all.append(Files.exists(log) ? Files.readString(log) : "never started\n");
    }
    return all.toString();
  }

  @Override
  public void close() {
    relays.forEach(RelayProcess::close);
  }
}
