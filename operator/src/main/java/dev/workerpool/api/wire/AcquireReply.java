package dev.workerpool.api.wire;

/** What was acquired, to be named at the release; {@code value} is what is left. */
public record AcquireReply(String grant, int value) {}
