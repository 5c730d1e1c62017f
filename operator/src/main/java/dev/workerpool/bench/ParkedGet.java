package dev.workerpool.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One worker that only waits for items, on a socket of its own: HTTP by hand, without a thread. */
final class ParkedGet implements AutoCloseable {
  private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final SocketChannel socket;
  private final String worker;
  private final String path;
  private final StringBuilder answer = new StringBuilder();
  private String session;
  private int attempts;

  /** Connects and opens a session; blocks meanwhile. */
  ParkedGet(BenchRelay relay, String worker) throws IOException {
    this.worker = worker;
    this.path = relay.path();
    this.socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", relay.port()));
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    send("/sessions", "{\"nonce\":\"" + worker + "\"}");
    while (!read(buffer)) {
      // not all of it has come
    }
    Matcher found = SESSION.matcher(answer);
    if (!found.find()) {
      throw new IllegalStateException("no session: " + answer);
    }
    session = found.group(1);
    socket.configureBlocking(false);
  }

  SocketChannel socket() {
    return socket;
  }

  /** Asks for an item, for half a minute. */
  void park() throws IOException {
    send(
        "/queues/" + BenchRelay.QUEUE + "/leases?wait=30s",
        "{\"session\":\"%s\",\"max\":1,\"attempt\":\"%d\"}".formatted(session, ++attempts));
  }

  private void send(String to, String body) throws IOException {
    answer.setLength(0);
    String request =
        "POST %s%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, to, worker, body.length(), body);
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** Reads what has come; whether the answer is whole now. */
  boolean read(ByteBuffer buffer) throws IOException {
    if (socket.read(buffer.clear()) < 0) {
      throw new EOFException("the relay has hung up on " + worker);
    }
    answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(answer).region(0, head);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return answer.length() >= head + 4 + body;
  }

  /** Whether the answer brought an item; false when none came in time. */
  boolean delivered() {
    if (answer.indexOf("HTTP/1.1 200") == 0) {
      return true;
    } else if (answer.indexOf("HTTP/1.1 204") == 0) {
      return false;
    }
    throw new IllegalStateException("a parked get was answered " + answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
