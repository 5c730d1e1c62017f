package dev.workerpool.api.wire;

/** A message that says no more than that it was done. */
public record Empty() {}
