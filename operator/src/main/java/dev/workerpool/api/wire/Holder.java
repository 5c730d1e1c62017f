package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Who holds a lock or a part of a semaphore.
 *
 * @param pod UID of its pod; absent for a caller that is none
 * @param process its name, where it is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Holder(String pod, String process, Instant since) {}
