package dev.workerpool.api.wire;

import java.util.List;

/** Those of the listed leases that the session no longer holds. */
public record HeartbeatReply(List<String> unknown) {}
