package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A declared queue, first in first out. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QueueSpec(
    @JsonPropertyDescription("The name of the queue.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String name,
    @JsonPropertyDescription(
            "How many items may wait in the queue; a put into a full one waits. 0: no limit.")
        @Min(0)
        @Max(1_000_000)
        @Default("0")
        Integer maxSize) {

  /** Names of queues and events: at most 63 of a to z, 0 to 9, and inside also {@code - _ .}. */
  public static final String NAME = "^[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$";

  public QueueSpec {
    maxSize = maxSize == null ? 0 : maxSize;
  }
}
