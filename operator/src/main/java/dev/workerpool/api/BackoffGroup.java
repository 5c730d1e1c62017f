package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Processes that may be started again at the same time. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackoffGroup(
    @JsonPropertyDescription("When they may be started again, as 2026-11-22T15:04:05Z.")
        String until,
    @JsonPropertyDescription("Which processes, as intervals: 1-93,95,main.") String processes) {}
