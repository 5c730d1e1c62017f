package dev.workerpool.channel;

/**
 * What is remembered of a producer in a queue.
 *
 * @param lastSeq the highest number stored
 */
record Producer(long lastSeq, Owner owner) {}
