package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A declared condition: waiting and notifying under a lock of the channel. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConditionSpec(
    @JsonPropertyDescription("The name of the condition.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String name,
    @JsonPropertyDescription("The name of its lock, declared in locks.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String lock) {}
