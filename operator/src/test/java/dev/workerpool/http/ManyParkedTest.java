package dev.workerpool.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two thousand polls parked at once: on few threads, each answered, and in nobody's way. */
class ManyParkedTest {
  private static final int POLLS = 2000;
  private static final int SOME = 500;

  /** 5,000 of them and the rest of a relay are to fit into 400 MB; its client's side is in it. */
  private static final long MAX_BYTES = 50_000;

  private final RelayInTest relay =
      new RelayInTest(
          new Declaration(
              List.of(new DeclaredQueue("tasks", 0), new DeclaredQueue("other", 0)),
              List.of("ready")));
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    relay.close();
  }

  @Test
  void parkedPolls_holdNoThread_andAreAnsweredWhenTheEventIsSet() throws IOException {
    int threads = threads();
    int before = relay.identified();
    for (int i = 0; i < POLLS; i++) {
      sockets.add(poll());
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> relay.identified() == before + POLLS);
    assertThat(threads() - threads).isLessThan(50);
    assertThat(
            relay
                .as("consumers/pod-1", "POST", "/queues/other/items", "{\"items\":[{\"json\":1}]}")
                .statusCode())
        .isEqualTo(201);
    relay.as("consumers/pod-1", "PUT", "/events/ready", "");
    for (Socket socket : sockets) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"set\":true");
    }
  }

  @Test
  void parkedPoll_takesLittleMemory() throws IOException {
    int before = relay.identified();
    long heap = heapInUse();
    for (int i = 0; i < SOME; i++) {
      Socket socket = connection();
      ask(socket, "/events/ready"); // as a worker, which has opened its session
      answer(socket);
      ask(socket, "/events/ready?wait=30");
      sockets.add(socket);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> relay.identified() == before + 2 * SOME);
    assertThat((heapInUse() - heap) / SOME).isLessThan(MAX_BYTES);
  }

  /** Without what nobody needs any more. */
  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private Socket poll() throws IOException {
    Socket socket = connection();
    ask(socket, "/events/ready?wait=30");
    return socket;
  }

  private Socket connection() throws IOException {
    Socket socket = new Socket("127.0.0.1", relay.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void ask(Socket socket, String path) throws IOException {
    String head =
        "GET "
            + Http.BASE
            + path
            + " HTTP/1.1\r\nHost: x\r\n"
            + "Authorization: Bearer consumers/pod-1\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] part = new byte[1024];
    while (!text.toString().contains("}")) {
      int n = socket.getInputStream().read(part);
      if (n < 0) {
        break;
      }
      text.append(new String(part, 0, n, US_ASCII));
    }
    return text.toString();
  }
}
