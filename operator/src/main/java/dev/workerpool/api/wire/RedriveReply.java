package dev.workerpool.api.wire;

/** How many dead items are ready again. */
public record RedriveReply(long redriven) {}
