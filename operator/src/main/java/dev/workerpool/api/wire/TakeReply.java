package dev.workerpool.api.wire;

import java.util.List;

/** Items taken, or peeked at. */
public record TakeReply(List<TakenItem> items) {}
