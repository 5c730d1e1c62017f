package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Limits;

/** The state that a head leads to, as a relay that takes over folds it; for tests in any room. */
public final class Recovered {
  private Recovered() {}

  /**
   * @throws dev.workerpool.channel.UnreadableException when it leads nowhere
   */
  public static ChannelState of(ChannelStore.Head head) {
    return Recovery.of(head, Limits.ofBytes(1L << 30));
  }
}
