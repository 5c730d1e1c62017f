package dev.workerpool.api.wire;

/** How many ready items were dropped. */
public record PurgeReply(long purged) {}
