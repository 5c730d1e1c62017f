package dev.workerpool.local;

import dev.workerpool.relay.Callers;
import dev.workerpool.relay.Relay;

/** The relay's HTTP server, as local mode needs it; {@code main} brings it in. */
public interface RelayListener {

  /** Listens on a free port of 127.0.0.1. */
  Listening listen(Relay relay, Callers callers);

  /** A server that listens. */
  interface Listening extends AutoCloseable {
    int port();

    /** Stops listening at once. */
    @Override
    void close();
  }
}
