package dev.workerpool.channel;

import java.time.Instant;

/**
 * After an unclean takeover: items that somebody may still hold aren't delivered yet.
 *
 * @param below items put before this position are held back
 */
record Grace(Instant until, long below) {}
