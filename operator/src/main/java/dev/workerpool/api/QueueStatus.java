package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The figures of a queue. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QueueStatus(
    @JsonPropertyDescription("The name of the queue.") String name,
    @JsonPropertyDescription("Items that wait to be taken.") Long ready,
    @JsonPropertyDescription("Items that processes hold and have not acknowledged.") Long leased,
    @JsonPropertyDescription("Items put and not yet done; join() waits for 0.") Long unfinished,
    @JsonPropertyDescription("Items acknowledged so far.") Long done,
    @JsonPropertyDescription("Items set aside after too many deliveries.") Long dead,
    @JsonPropertyDescription("When the oldest waiting item was put.") String oldestSince) {}
