package dev.workerpool.api.wire;

import java.util.List;

/**
 * A channel as the operator sees it; {@code gone} when it is no longer served and nothing is left
 * of it.
 *
 * @param idle UIDs of pods that have a session and hold no item, at most 1000
 */
public record ChannelView(
    String namespace,
    String channel,
    String poolUid,
    long epoch,
    List<QueueStats> queues,
    List<EventView> events,
    ChannelProblem problem,
    boolean gone,
    List<String> idle) {
  public ChannelView {
    idle = Fields.list("idle", idle);
  }
}
