package dev.workerpool.api.wire;

/** A barrier as it is. */
public record BarrierReply(String name, int parties, int waiting, boolean broken) {}
