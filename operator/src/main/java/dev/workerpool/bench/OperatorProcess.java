package dev.workerpool.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The operator as it is installed, as a process of its own, with the heap that P7 allows it. */
final class OperatorProcess implements AutoCloseable {
  static final int HEAP_MB = 256;
  private static final double MILLIS = 1000;

  /** The chart's, {@code operator.javaOptions}: a test compares them. */
  static final List<String> AS_INSTALLED =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:Tier4InvocationThreshold=100000",
          "-XX:Tier4MinInvocationThreshold=12000",
          "-XX:Tier4CompileThreshold=300000",
          "-XX:Tier4BackEdgeThreshold=800000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.02");

  private static final Pattern COLLECTED = Pattern.compile("(\\d+)M->(\\d+)M\\(");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder = Files.createTempDirectory("workerpool-bench");
  private final int port;
  private final Process process;

  /** What the heap was seen to hold: at most before a collection, and at most after one, in MB. */
  record Heap(int peak, int kept) {}

  /** How many reconciles there were so far, and how many seconds they took together. */
  record Reconciles(double count, double seconds) {}

  OperatorProcess(Path kubeconfig, String namespace) throws IOException {
    port = freePort();
    var options = new ArrayList<>(AS_INSTALLED);
    options.add("-Xmx" + HEAP_MB + "m");
    options.add("-Xlog:gc:file=" + folder.resolve("gc.log"));
    var builder = new ProcessBuilder(Self.java(options, "operator"));
    builder.environment().put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    builder.environment().put("WORKERPOOL_NAMESPACES", namespace);
    builder.environment().put("WORKERPOOL_SYSTEM_NAMESPACE", namespace);
    builder.environment().put("POD_NAME", "bench");
    builder.environment().put("WORKERPOOL_HEALTH_PORT", Integer.toString(port));
    // No relay is measured here: what it would say is not waited for.
    builder.environment().put("WORKERPOOL_RELAY_URL", "http://127.0.0.1:9");
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    process = builder.start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path log() {
    return folder.resolve("operator.log");
  }

  void awaitReady(BenchCluster cluster) {
    cluster.await("the operator; its log: " + log(), () -> alive() && get("/readyz") != null);
  }

  private boolean alive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator has ended; its log: " + log());
    }
    return true;
  }

  /** The body of an answer 200, else null. */
  private String get(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException notYet) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Reconciles reconciles() {
    alive();
    String metrics = String.valueOf(get("/metrics"));
    return new Reconciles(
        value(metrics, "workerpool_reconcile_seconds_count"),
        value(metrics, "workerpool_reconcile_seconds_sum"));
  }

  /** The processor time that it has used so far, in seconds. */
  double cpuSeconds() {
    alive();
    return process
        .info()
        .totalCpuDuration()
        .map(used -> used.toMillis() / MILLIS)
        .orElseThrow(() -> new IllegalStateException("this system tells no processor time"));
  }

  private static double value(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  Heap heap() throws IOException {
    alive();
    int peak = 0;
    int kept = 0;
    for (String line : Files.readAllLines(folder.resolve("gc.log"))) {
      var collected = COLLECTED.matcher(line);
      if (collected.find()) {
        peak = Math.max(peak, Integer.parseInt(collected.group(1)));
        kept = Math.max(kept, Integer.parseInt(collected.group(2)));
      }
    }
    return new Heap(peak, kept);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
