package dev.workerpool.api.wire;

/** An event as the operator sees it. */
public record EventView(String name, boolean set) {}
