package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Whether an event is set. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EventStatus(
    @JsonPropertyDescription("The name of the event.") String name,
    @JsonPropertyDescription("Whether it is set.") boolean set) {}
