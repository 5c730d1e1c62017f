package dev.workerpool.pool;

/**
 * A Kubernetes event about the pool: something changed that people want to know.
 *
 * @param warning whether it is of type Warning, else Normal
 * @param reason one CamelCase word
 */
public record PoolEvent(boolean warning, String reason, String message) {}
