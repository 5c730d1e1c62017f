package dev.workerpool.api.wire;

/** How many sessions of that pod will be told with their next heartbeat. */
public record KillReply(int sessions) {}
