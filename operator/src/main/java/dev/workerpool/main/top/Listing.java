package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.time.Instant;

/**
 * What the relay listed.
 *
 * @param at when its answer came
 * @param nanos the same by a clock that nobody sets
 */
record Listing(Reply.Queues all, Instant at, long nanos) {}
