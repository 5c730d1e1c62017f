package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayForwardTest {
  /** A port at which these connections come, or fail to. Then it is closed. */
  private static final class PlayedPort extends ServerSocket {
    private final Deque<Boolean> good;

    PlayedPort(Boolean... good) throws IOException {
      super(0, 1, InetAddress.getLoopbackAddress());
      this.good = new ArrayDeque<>(List.of(good));
    }

    @Override
    public Socket accept() throws IOException {
      if (good.isEmpty()) {
        close();
        throw new SocketException("Socket closed");
      } else if (good.remove()) {
        return new Socket();
      }
      throw new SocketException("Too many open files");
    }
  }

  @Test
  void connectionThatCannotBeAccepted_isNotTheLast() throws IOException {
    List<Socket> served = new ArrayList<>();

    try (var port = new PlayedPort(true, false, true)) {
      RelayForward.accept(port, served::add);
    }

    assertThat(served).hasSize(2);
  }
}
