package dev.workerpool.relay;

import dev.workerpool.channel.ChangeCodec;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Limits;
import dev.workerpool.channel.UnreadableException;

/** What is stored, read back: the whole that was written last, with the records folded in. */
final class Recovery {
  private Recovery() {}

  /**
   * The state that a head leads to. Not to be served before it is {@link ChannelState#claimed}.
   *
   * @throws UnreadableException when it leads nowhere, whatever somebody has made of it
   */
  static ChannelState of(ChannelStore.Head head, Limits limits) {
    try {
      ChannelState state = ChannelCodec.decode(head.content(), limits);
      for (String record : head.records()) {
        if (Digests.is(record)) {
          Digests.check(record, state);
        } else {
          state = Channels.fold(state, ChangeCodec.decode(record));
        }
      }
      return state;
    } catch (UnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      // Text that we wrote folds; what doesn't was changed by hand, in a way nobody thought of.
      throw new UnreadableException("it can't have been written like that (" + e + ")", e);
    }
  }
}
