package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** The queues and events declared for a pool; more can be made at run time. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChannelSpec(
    @JsonPropertyDescription("Queues that exist from the start, by name.") List<QueueSpec> queues,
    @JsonPropertyDescription("Events that exist from the start, not set, by name.")
        List<EventSpec> events) {

  public ChannelSpec {
    queues = queues == null ? List.of() : List.copyOf(queues);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
