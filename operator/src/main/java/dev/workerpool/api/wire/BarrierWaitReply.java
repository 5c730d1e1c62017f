package dev.workerpool.api.wire;

/** All have come; {@code index} is different for each, from 0 to parties − 1. */
public record BarrierWaitReply(int index) {}
