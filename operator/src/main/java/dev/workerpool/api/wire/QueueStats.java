package dev.workerpool.api.wire;

import java.time.Instant;

/**
 * A queue as seen from outside: {@code maxSize} 0 is unbounded, {@code oldestSince} null when
 * nothing is ready, {@code closed} null, {@code Drain} or {@code Immediate}.
 */
public record QueueStats(
    String name,
    int maxSize,
    long ready,
    long leased,
    long unfinished,
    long done,
    long dead,
    String closed,
    Instant oldestSince) {}
