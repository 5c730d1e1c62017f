package dev.workerpool.channel;

/**
 * An event's value.
 *
 * @param count how many calls of set() took effect; a waiter who remembers it misses no set
 */
public record EventValue(String name, boolean set, long count) {}
