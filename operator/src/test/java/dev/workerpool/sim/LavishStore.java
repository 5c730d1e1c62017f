package dev.workerpool.sim;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.ForwardingStore;
import java.time.Duration;

/** Says that there is always a budget for puts. */
final class LavishStore extends ForwardingStore {
  LavishStore(ChannelStore store) {
    super(store);
  }

  @Override
  public Duration untilPuts() {
    return Duration.ZERO;
  }
}
