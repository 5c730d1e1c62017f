package dev.workerpool.api.wire;

import java.util.List;

/** The first items of the dead-letter list, the one that died first at the front. */
public record DeadReply(List<DeadItem> items) {}
