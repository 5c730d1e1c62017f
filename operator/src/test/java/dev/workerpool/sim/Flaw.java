package dev.workerpool.sim;

import dev.workerpool.relay.ChannelStore;

/** What is wrong with a relay's store on purpose: the simulator must notice. */
enum Flaw {
  NONE,
  /** Answers before the commit is durable. */
  ACK_BEFORE_COMMIT,
  /** Takes an outcome that nobody knows for a good one. */
  GUESS;

  ChannelStore store(ApiServer server, Host host) {
    ChannelStore store = new HeadStore(server, host, this == GUESS);
    return this == ACK_BEFORE_COMMIT ? new HastyStore(store) : store;
  }
}
