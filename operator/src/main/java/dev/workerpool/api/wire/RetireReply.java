package dev.workerpool.api.wire;

import java.util.List;

/** Which of the retired pods hold nothing, and which still do. */
public record RetireReply(List<String> idle, List<String> busy) {}
