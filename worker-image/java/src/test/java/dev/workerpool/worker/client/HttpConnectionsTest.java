package dev.workerpool.worker.client;

import static dev.workerpool.worker.client.RawServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over the wire, and what doesn't. */
class HttpConnectionsTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private RawServer server;
  private HttpConnections connections;

  private void serve(RawServer.Talk... talks) throws IOException {
    server = new RawServer(talks);
    connections = new HttpConnections(server.url("http", "127.0.0.1"), null);
  }

  private RawServer.Talk keeps(RawServer.Talk before) {
    return socket -> server.keeps(before).with(socket);
  }

  @AfterEach
  void stop() {
    connections.forget();
    server.close();
  }

  @Test
  void requests_goOverOneConnection_asLongAsItLasts() throws Exception {
    serve(says(OK, "HTTP/1.1 204 No Content\r\nchannel-epoch: 7\r\n\r\n", OK));
    assertThat(exchange().body()).isEqualTo("{}");
    assertThat(exchange().header("channel-epoch")).isEqualTo("7");
    assertThat(exchange().status()).isEqualTo(200);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void connectionThatWasClosedMeanwhile_isReplaced() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    serve(says(OK), next -> closed.countDown(), says(OK));
    exchange();
    try (Socket probe = new Socket("127.0.0.1", server.url("http", "h").getPort())) {
      assertThat(probe.isConnected()).isTrue();
      closed.await(); // whoever is served next, is so after the first connection's end
      assertThat(exchange().status()).isEqualTo(200);
    }
  }

  @Test
  void forgotten_connectionsAreNotUsedAgain() throws Exception {
    serve(says(OK), says(OK));
    exchange();
    connections.forget();
    assertThat(exchange().status()).isEqualTo(200);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void chunks_arePutTogether() throws Exception {
    serve(
        says(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\n{\"a\r\nA\r\n\":\"ü12345\r\n2\r\n\"}\r\n0\r\nTrailer: 1\r\n\r\n",
            OK));
    assertThat(exchange().body()).isEqualTo("{\"a\":\"ü12345\"}");
    assertThat(exchange().body()).isEqualTo("{}");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void answerWithoutALength_endsWithItsConnection() throws Exception {
    serve(says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 502 Bad\r\n\r\n<html>"), says(OK));
    HttpReply page = exchange();
    assertThat(page.status()).isEqualTo(502);
    assertThat(page.body()).isEqualTo("<html>");
    assertThat(exchange().status()).isEqualTo(200);
  }

  @Test
  void refusalBeforeTheRequestIsAllThere_isSeen() throws Exception {
    serve(
        socket ->
            socket
                .getOutputStream()
                .write(
                    "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(connections.exchange(new byte[32 << 20], LONG).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void noHttp_isAProtocolException(String answer) throws Exception {
    serve(says(answer));
    assertThatThrownBy(this::exchange).isInstanceOf(ProtocolException.class);
  }

  @Test
  void halfAnAnswer_isNone() throws Exception {
    serve(says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"));
    assertThatThrownBy(this::exchange).isInstanceOf(EOFException.class);
  }

  @Test
  void endlessLine_isCut() throws Exception {
    serve(says("HTTP/1.1 200 OK\r\nA: " + "x".repeat(70_000)));
    assertThatThrownBy(this::exchange).hasMessageContaining("a line of over 65536 bytes");
  }

  @Test
  void tooLongALine_thatEndsAllTheSame_isRefused() throws Exception {
    String line = "A: " + "x".repeat(65_533);
    serve(says("HTTP/1.1 200 OK\r\n" + line + "\r\nContent-Length: 0\r\n\r\n"));
    assertThatThrownBy(this::exchange).hasMessageContaining("a line of over 65536 bytes");
  }

  @Test
  void noAnswer_isATimeOut() throws Exception {
    serve(keeps(RawServer.silence()));
    assertThatThrownBy(() -> connections.exchange(REQUEST, SHORT))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void requestThatNobodyReads_isATimeOut() throws Exception {
    serve(keeps(RawServer.silence()));
    assertThatThrownBy(() -> connections.exchange(new byte[64 << 20], SHORT))
        .isInstanceOf(IOException.class);
  }

  @Test
  void interrupt_endsTheWait_andTheConnection() throws Exception {
    Thread waiting = Thread.currentThread();
    CountDownLatch hungUp = new CountDownLatch(1);
    serve(
        socket -> {
          byte[] request = socket.getInputStream().readNBytes(REQUEST.length);
          assertThat(request).isEqualTo(REQUEST);
          waiting.interrupt();
          assertThat(socket.getInputStream().read()).isEqualTo(-1);
          hungUp.countDown();
        });
    assertThatThrownBy(this::exchange).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    hungUp.await();
  }

  private HttpReply exchange() throws IOException, InterruptedException {
    return connections.exchange(REQUEST, LONG);
  }
}
