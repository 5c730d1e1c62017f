package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * An item of the dead-letter list.
 *
 * @param deliveries how often it was delivered
 * @param reason why it came back the last time
 * @param exitCode of the process that held it last; absent when it ended otherwise, or didn't
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadItem(
    String id,
    int deliveries,
    Instant enqueuedAt,
    Instant diedAt,
    String reason,
    Integer exitCode,
    RawJson json,
    String base64,
    String contentType) {}
