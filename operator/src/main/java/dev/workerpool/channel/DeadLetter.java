package dev.workerpool.channel;

import java.time.Instant;

/**
 * An item of the dead-letter list, as a reader sees it.
 *
 * @param deliveries how often it was delivered
 * @param reason why it came back the last time
 * @param exitCode of the process that held it last; null when that didn't end, or nobody knows how
 */
public record DeadLetter(
    String id,
    int deliveries,
    Instant enqueuedAt,
    Instant diedAt,
    String reason,
    Integer exitCode,
    Body body) {}
