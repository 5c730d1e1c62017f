package dev.workerpool.api.wire;

import java.time.Instant;

/**
 * A queue as seen from outside: {@code maxSize} 0 is unbounded, {@code oldestSince} null when
 * nothing is ready, {@code closed} null, {@code Drain} or {@code Immediate}, {@code maxDeliveries}
 * 0 is unlimited, {@code bytes} those of all items that are kept.
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
    Instant oldestSince,
    String order,
    long delayed,
    long bytes,
    int maxDeliveries) {}
