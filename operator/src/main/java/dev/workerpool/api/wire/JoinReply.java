package dev.workerpool.api.wire;

/** How many items of the queue are not done; 0 means joined. */
public record JoinReply(long unfinished) {}
