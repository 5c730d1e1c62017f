package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A declared semaphore; all of it starts free. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SemaphoreSpec(
    @JsonPropertyDescription("The name of the semaphore.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String name,
    @JsonPropertyDescription("How many may hold it at once.") @Min(0) @Max(1_000_000) @Default("1")
        Integer value,
    @JsonPropertyDescription(
            "Whether a release without an acquire is refused (a BoundedSemaphore).")
        @Default("false")
        Boolean bounded) {

  public SemaphoreSpec {
    value = value == null ? 1 : value;
    bounded = bounded != null && bounded;
  }
}
