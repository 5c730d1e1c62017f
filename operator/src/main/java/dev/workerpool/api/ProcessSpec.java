package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;

/** A named process: what differs from the template. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProcessSpec(
    @JsonPropertyDescription(
            "The name of the process, as the program sees it; spaces are fine. It has a letter"
                + " from a to z in it.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("[A-Za-z]")
        String name,
    @JsonPropertyDescription(
            "Whether the process is a daemon. The pool does not wait for daemons: when the last"
                + " other process has ended, they are terminated.")
        @Default("false")
        Boolean daemon,
    @JsonPropertyDescription(
            "Replaces the template's command when it is given; the template's args are then not"
                + " taken either.")
        List<String> command,
    @JsonPropertyDescription("Replaces the template's args when it is given.") List<String> args,
    @JsonPropertyDescription(
            "Environment added to the template's; a variable of the same name is replaced."
                + " `kubectl explain pod.spec.containers.env` describes its fields.")
        List<EnvVar> env) {

  public ProcessSpec {
    daemon = daemon != null && daemon;
    command = command == null ? List.of() : List.copyOf(command);
    args = args == null ? List.of() : List.copyOf(args);
    env = env == null ? List.of() : List.copyOf(env);
  }
}
