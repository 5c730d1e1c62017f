package dev.workerpool.api.wire;

/** How many items were dropped. */
public record PurgeReply(long purged) {}
