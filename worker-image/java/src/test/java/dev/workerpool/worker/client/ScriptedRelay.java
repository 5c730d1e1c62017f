package dev.workerpool.worker.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * An HTTP server that answers requests in turn with what a test wrote down, and keeps what was
 * asked. Time is virtual: an answer may say that the relay held the poll for a while.
 */
public final class ScriptedRelay implements AutoCloseable {
  private static final Path WIRE = Path.of("../wire");
  private static final String BASE = "/v1/namespaces/ns/channels/ch";

  /** One request: method and path below the channel with its query, body, headers. */
  public record Asked(String line, String body, Map<String, List<String>> headers) {}

  private record Step(
      int status, String body, Map<String, String> headers, Duration held, Runnable meanwhile) {
    Step(int status, String body, Map<String, String> headers, Duration held) {
      this(status, body, headers, held, null);
    }
  }

  private final HttpServer server;
  private final Deque<Step> script = new ArrayDeque<>();
  private boolean silent;
  private final List<Asked> asked = new ArrayList<>();
  public final FakeTime time = new FakeTime();
  public final List<String> log = new ArrayList<>();

  public ScriptedRelay() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public Target target() {
    return target(null);
  }

  public Target target(Path tokenFile) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new Target(url, "ns", "ch", tokenFile, null);
  }

  /** A channel of this relay, with virtual time, a minute's patience and no heartbeat thread. */
  public Channel channel() {
    Channel.Options options =
        new Channel.Options("nonce-1", false, Duration.ofMinutes(1), log::add);
    return new Channel(new HttpTransport(target()), time, options);
  }

  public ScriptedRelay answers(int status, String body) {
    return add(new Step(status, body, Map.of(), Duration.ZERO));
  }

  /** The message of that name from {@code worker-image/wire}. */
  public ScriptedRelay answersGolden(int status, String name) {
    return answers(status, golden(name));
  }

  public ScriptedRelay answersAfter(Duration held, int status, String body) {
    return add(new Step(status, body, Map.of(), held));
  }

  public ScriptedRelay refuses(int status, String problem) {
    return answersGolden(status, "problem-" + problem);
  }

  public ScriptedRelay refusesFor(int status, String problem, int retryAfterSeconds) {
    Map<String, String> headers = Map.of("Retry-After", "" + retryAfterSeconds);
    return add(new Step(status, golden("problem-" + problem), headers, Duration.ZERO));
  }

  public ScriptedRelay answersWith(int status, String body, Map<String, String> headers) {
    return add(new Step(status, body, headers, Duration.ZERO));
  }

  /** Takes the request and closes the connection without a word. */
  public ScriptedRelay loses() {
    return add(new Step(0, "", Map.of(), Duration.ZERO));
  }

  /** Serves the next request, but interrupts who waits for it before it can be answered. */
  public ScriptedRelay interrupts(Thread caller) {
    return calls(caller::interrupt);
  }

  /** Serves the next request, but does something before it hangs up without an answer. */
  public ScriptedRelay calls(Runnable meanwhile) {
    return add(new Step(0, "", Map.of(), Duration.ZERO, meanwhile));
  }

  /** What is left of the script won't be asked for. */
  public synchronized void forget() {
    script.clear();
  }

  /** After the script, loses every request. */
  public ScriptedRelay thenIsSilent() {
    silent = true;
    return this;
  }

  public ScriptedRelay opensSession() {
    return answersGolden(201, "session-reply");
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  public List<String> lines() {
    return asked().stream().map(Asked::line).toList();
  }

  public List<String> bodies() {
    return asked().stream().map(Asked::body).toList();
  }

  public synchronized boolean isUsedUp() {
    return script.isEmpty();
  }

  public static String golden(String name) {
    try {
      return Files.readString(WIRE.resolve(name + ".json")).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized ScriptedRelay add(Step step) {
    script.add(step);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String line =
        exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().replace(BASE, "");
    Step step;
    synchronized (this) {
      asked.add(new Asked(line, body, Map.copyOf(exchange.getRequestHeaders())));
      step =
          script.isEmpty()
              ? new Step(silent ? 0 : 418, "not in the script", Map.of(), Duration.ZERO)
              : script.poll();
    }
    time.pass(step.held);
    if (step.meanwhile != null) {
      step.meanwhile.run();
    }
    if (step.status != 0) {
      byte[] bytes = step.body.getBytes(StandardCharsets.UTF_8);
      step.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      boolean empty = step.status == 204;
      exchange.sendResponseHeaders(step.status, empty ? -1 : bytes.length);
      if (!empty) {
        exchange.getResponseBody().write(bytes);
      }
    }
    exchange.close();
  }
}
