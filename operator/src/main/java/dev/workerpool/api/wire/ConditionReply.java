package dev.workerpool.api.wire;

/** A condition as it is: its lock's name, and how many wait. */
public record ConditionReply(String name, String lock, int waiting) {}
