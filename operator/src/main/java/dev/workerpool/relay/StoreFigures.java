package dev.workerpool.relay;

import java.time.Duration;

/**
 * What a store has done for one channel since this relay began to serve it.
 *
 * @param bytes written, of all kinds
 * @param commits made durable
 * @param inCommits time that these took, together
 * @param slowest of the last commits
 * @param logEntries that recovery would have to read now
 * @param snapshots written
 * @param inline the whole state stands in the head, for people to read
 */
public record StoreFigures(
    long bytes,
    long commits,
    Duration inCommits,
    Duration slowest,
    long logEntries,
    long snapshots,
    boolean inline) {}
