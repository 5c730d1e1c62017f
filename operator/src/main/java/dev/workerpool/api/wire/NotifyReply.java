package dev.workerpool.api.wire;

/** How many were notified. */
public record NotifyReply(int notified) {}
