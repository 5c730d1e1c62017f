package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A declared barrier. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BarrierSpec(
    @JsonPropertyDescription("The name of the barrier.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String name,
    @JsonPropertyDescription("How many wait for each other.") @Required @Min(1) @Max(100_000)
        Integer parties) {}
