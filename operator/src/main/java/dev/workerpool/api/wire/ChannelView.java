package dev.workerpool.api.wire;

import java.util.List;

/**
 * A channel as the operator sees it; {@code gone} when it is no longer served and nothing is left
 * of it.
 */
public record ChannelView(
    String namespace,
    String channel,
    String poolUid,
    long epoch,
    List<QueueStats> queues,
    List<EventView> events,
    ChannelProblem problem,
    boolean gone) {}
