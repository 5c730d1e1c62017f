package dev.workerpool.api.wire;

import java.util.List;

/** Everything in a channel. */
public record QueuesReply(List<QueueStats> queues, List<EventStats> events) {}
