package dev.workerpool.api.wire;

/** Whether the waiter was notified; it acquires the lock again now. */
public record ConditionWaitReply(boolean notified) {}
