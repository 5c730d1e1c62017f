package dev.workerpool.channel;

import java.time.Instant;

/**
 * An item as a taker or a peeker sees it.
 *
 * @param id names the item for its whole life; opaque
 * @param lease what to acknowledge it with; null when peeked at
 * @param deliveries how often it has been delivered, this one included; a peek shows the past ones
 */
public record Delivery(String id, String lease, int deliveries, Instant enqueuedAt, Body body) {}
