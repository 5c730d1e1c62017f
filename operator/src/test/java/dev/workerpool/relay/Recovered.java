package dev.workerpool.relay;

import dev.workerpool.channel.ChangeCodec;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Limits;

/** The state that a head leads to, as a relay that takes over folds it; for tests in any room. */
public final class Recovered {
  private Recovered() {}

  /**
   * @throws dev.workerpool.channel.UnreadableException when it leads nowhere
   */
  public static ChannelState of(ChannelStore.Head head) {
    ChannelState state = ChannelCodec.decode(head.content(), Limits.ofBytes(1L << 30));
    for (String record : head.records()) {
      if (Digests.is(record)) {
        Digests.check(record, state);
      } else {
        state = Channels.fold(state, ChangeCodec.decode(record));
      }
    }
    return state;
  }
}
