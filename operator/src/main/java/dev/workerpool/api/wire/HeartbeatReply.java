package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Those of the listed leases that the session no longer holds.
 *
 * @param kill true: somebody killed the process, it sends itself SIGKILL at once
 */
public record HeartbeatReply(
    List<String> unknown, @JsonInclude(JsonInclude.Include.NON_NULL) Boolean kill) {}
