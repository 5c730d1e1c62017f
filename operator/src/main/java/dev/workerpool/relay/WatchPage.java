package dev.workerpool.relay;

import java.util.List;

/**
 * Channels that changed since the cursor asked with.
 *
 * @param cursor what to ask with next; opaque
 */
public record WatchPage(String cursor, List<ChannelView> channels) {
  public WatchPage {
    channels = List.copyOf(channels);
  }
}
