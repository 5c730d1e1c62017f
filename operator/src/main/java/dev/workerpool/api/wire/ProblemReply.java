package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of every refusal (RFC 9457); the fields after {@code retryable} come with some types
 * only.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemReply(
    String type,
    String title,
    int status,
    String detail,
    boolean retryable,
    Long epoch,
    Long expected,
    List<String> leases,
    List<String> gone) {}
