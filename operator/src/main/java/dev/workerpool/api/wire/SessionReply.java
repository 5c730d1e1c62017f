package dev.workerpool.api.wire;

import java.util.List;

/** A session; {@code unknown} are the re-asserted leases that are not its own (any more). */
public record SessionReply(
    String session, int heartbeatSeconds, long epoch, List<String> unknown) {}
