package dev.workerpool.api.wire;

/** True when the batch had been put before, by an earlier try. */
public record PutReply(boolean duplicate) {}
