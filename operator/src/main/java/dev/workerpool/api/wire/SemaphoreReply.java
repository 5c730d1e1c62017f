package dev.workerpool.api.wire;

import java.util.List;

/**
 * A lock or a semaphore as it is.
 *
 * @param value how many could acquire it now
 * @param initial with which it was made
 */
public record SemaphoreReply(
    String name, String kind, int value, int initial, List<Holder> holders) {}
