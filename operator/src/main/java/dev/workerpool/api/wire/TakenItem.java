package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * An item delivered, or peeked at ({@code lease} is null then).
 *
 * @param deliveries how often it has been delivered, this time included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TakenItem(
    String id,
    String lease,
    int deliveries,
    Instant enqueuedAt,
    RawJson json,
    String base64,
    String contentType) {}
