package dev.workerpool.api.wire;

/** How many could acquire it now. */
public record ReleaseReply(int value) {}
