package dev.workerpool.main;

import dev.workerpool.http.RelayServer;
import dev.workerpool.local.RelayListener;
import dev.workerpool.relay.Callers;
import dev.workerpool.relay.Relay;
import java.time.Duration;

/** Brings the relay's HTTP server into local mode. */
final class HttpRelayListener implements RelayListener {
  @Override
  public Listening listen(Relay relay, Callers callers) {
    RelayServer server = RelayServer.of("127.0.0.1", 0, relay, callers);
    server.start();
    return new Listening() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.stop(Duration.ZERO);
      }
    };
  }
}
