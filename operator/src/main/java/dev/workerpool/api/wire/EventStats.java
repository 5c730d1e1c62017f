package dev.workerpool.api.wire;

/** An event; {@code count} is how often a set took effect. */
public record EventStats(String name, boolean set, long count) {}
