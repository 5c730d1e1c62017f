package dev.workerpool.worker.client;

import java.io.IOException;

/** Port: sends one request once. */
interface Transport {
  /**
   * @throws IOException when no whole answer came; whether the request took effect is unknown
   */
  Answer exchange(Call call) throws IOException, InterruptedException;

  /** Makes the next exchange use a new connection: this one ends at a relay that serves no more. */
  void forgetConnections();

  /** The relay's address, for messages. */
  String address();
}
