package dev.workerpool.channel;

import java.time.Instant;

/**
 * A queue's figures at one moment.
 *
 * @param maxSize the bound on ready items; 0 is unbounded
 * @param ready items that wait for a taker
 * @param leased items that a session holds
 * @param unfinished items put and neither acknowledged nor purged (ready + leased)
 * @param done items acknowledged since the queue was made
 * @param dead items in the dead-letter list
 * @param closed null while open
 * @param oldestSince when the oldest ready item was put; null when none is ready
 */
public record QueueStats(
    String name,
    int maxSize,
    long ready,
    long leased,
    long unfinished,
    long done,
    long dead,
    CloseMode closed,
    Instant oldestSince) {}
