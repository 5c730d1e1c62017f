package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A declared lock; it starts free. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LockSpec(
    @JsonPropertyDescription("The name of the lock.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(QueueSpec.NAME)
        String name,
    @JsonPropertyDescription("Whether its holder may acquire it again (an RLock).")
        @Default("false")
        Boolean reentrant) {

  public LockSpec {
    reentrant = reentrant != null && reentrant;
  }
}
