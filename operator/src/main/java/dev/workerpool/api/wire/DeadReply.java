package dev.workerpool.api.wire;

import java.util.List;

/** The first items of the dead-letter list, in the order in which they were put. */
public record DeadReply(List<DeadItem> items) {}
