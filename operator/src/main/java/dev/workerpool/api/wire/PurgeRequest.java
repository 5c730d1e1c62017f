package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** What is dropped: what nobody holds, or (with {@code dead}) the dead-letter list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PurgeRequest(Boolean dead) {}
