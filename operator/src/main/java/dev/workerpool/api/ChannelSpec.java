package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What is declared for a pool's own channel, or whose channel it uses; more can be made at run
 * time.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChannelSpec(
    @JsonPropertyDescription(
            "The pool of this namespace whose channel is used; then nothing is declared here.")
        @Size(min = 1, max = 52)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String ref,
    @JsonPropertyDescription("Queues that exist from the start, by name.") List<QueueSpec> queues,
    @JsonPropertyDescription("Events that exist from the start, not set, by name.")
        List<EventSpec> events,
    @JsonPropertyDescription("Locks that exist from the start, free, by name.")
        List<LockSpec> locks,
    @JsonPropertyDescription("Semaphores that exist from the start, by name.")
        List<SemaphoreSpec> semaphores,
    @JsonPropertyDescription("Barriers that exist from the start, by name.")
        List<BarrierSpec> barriers,
    @JsonPropertyDescription("Conditions that exist from the start, by name.")
        List<ConditionSpec> conditions) {

  public ChannelSpec {
    queues = queues == null ? List.of() : List.copyOf(queues);
    events = events == null ? List.of() : List.copyOf(events);
    locks = locks == null ? List.of() : List.copyOf(locks);
    semaphores = semaphores == null ? List.of() : List.copyOf(semaphores);
    barriers = barriers == null ? List.of() : List.copyOf(barriers);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** A pool's own channel with these queues and events. */
  public ChannelSpec(List<QueueSpec> queues, List<EventSpec> events) {
    this(null, queues, events, null, null, null, null);
  }
}
