package dev.workerpool.channel;

import java.util.List;

/**
 * What came of an operation.
 *
 * @param state the state after it
 * @param changes what must be durable before the outcome is told; empty for reads, takes, sessions
 */
public record Applied(ChannelState state, Outcome outcome, List<Change> changes) {}
