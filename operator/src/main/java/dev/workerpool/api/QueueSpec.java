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

/** A declared queue. */
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
        Integer maxSize,
    @JsonPropertyDescription(
            "Which item is delivered next: FIFO, LIFO, or Priority (the lowest number first).")
        @Default("FIFO")
        QueueOrder order,
    @JsonPropertyDescription(
            "How often an item is delivered at most; when it has come back so many times, it goes to"
                + " the dead-letter list. 0: no limit.")
        @Min(0)
        @Max(1_000_000)
        @Default("5")
        Integer maxDeliveries,
    @JsonPropertyDescription(
            "Drain: puts are refused, what is there is still delivered, then takers are told that"
                + " the queue is closed. Immediate: what waits is dropped, too. Unset: open.")
        QueueClosed closed,
    @JsonPropertyDescription(
            "After so many seconds an item goes back, even if its process is alive and busy. Unset:"
                + " it belongs to the process until that ends.")
        @Min(1)
        @Max(604_800)
        Integer leaseSeconds) {

  /** Names of queues and events: at most 63 of a to z, 0 to 9, and inside also {@code - _ .}. */
  public static final String NAME = "^[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$";

  public static final int DEFAULT_MAX_DELIVERIES = 5;

  public QueueSpec {
    maxSize = maxSize == null ? 0 : maxSize;
    order = order == null ? QueueOrder.FIFO : order;
    maxDeliveries = maxDeliveries == null ? DEFAULT_MAX_DELIVERIES : maxDeliveries;
  }

  /** A queue with nothing but a bound; null for none. */
  public QueueSpec(String name, Integer maxSize) {
    this(name, maxSize, null, null, null, null);
  }
}
