package dev.workerpool.worker;

import java.time.Instant;

/**
 * An item that came back too often, or that a worker gave up on. {@link Queue#redrive} makes dead
 * letters ready again.
 *
 * @param item null where it can't be read as the queue's type
 * @param deliveries how often it was handed out
 * @param reason what was said when it came back last; null where nothing was
 * @param exitCode of the process that held it last, as Python tells it; null where that isn't known
 */
public record DeadLetter<T>(
    String id,
    T item,
    int deliveries,
    Instant enqueuedAt,
    Instant diedAt,
    String reason,
    Integer exitCode) {}
