package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A condition as Kubernetes' API conventions have it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("What the condition is about.") @Required String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required String status,
    @JsonPropertyDescription("The generation of the spec that it was computed from.")
        Long observedGeneration,
    @JsonPropertyDescription("When the status last changed.") String lastTransitionTime,
    @JsonPropertyDescription("Why, in one CamelCase word.") @Required String reason,
    @JsonPropertyDescription("Why, for people, with what to do next.") @Required String message) {

  public static final String READY = "Ready";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";
  public static final String CHANNEL_READY = "ChannelReady";

  /** False where no shim records how processes end, so that the codes are the runtime's. */
  public static final String EXIT_CODES_EXACT = "ExitCodesExact";

  /** True while spec.suspend keeps the processes from running. */
  public static final String SUSPENDED = "Suspended";

  /** Whether the annotations that ask something of single processes could be read. */
  public static final String REQUESTS_ACCEPTED = "RequestsAccepted";

  /** False where the server drops a part of the status; only there while that matters. */
  public static final String STATUS_KEPT = "StatusKept";

  public static final String COMPLETE = "Complete";
  public static final String FAILED = "Failed";
  public static final String FINISHED = "Finished";

  public static final String TRUE = "True";
  public static final String FALSE = "False";
  public static final String UNKNOWN = "Unknown";

  /** Whether the condition is known to hold. */
  public boolean holds() {
    return TRUE.equals(status);
  }
}
