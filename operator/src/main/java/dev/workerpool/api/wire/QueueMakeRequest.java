package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Makes a queue at run time. What isn't sent is as in the spec: no bound, FIFO, 5 deliveries, no
 * timer.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueMakeRequest(
    Integer maxSize, String order, Integer maxDeliveries, Integer leaseSeconds) {
  public QueueMakeRequest {
    maxSize = Fields.range("maxSize", maxSize, 0, Integer.MAX_VALUE);
    order = Fields.optional("order", order);
    maxDeliveries = Fields.range("maxDeliveries", maxDeliveries, 0, 1_000_000);
    leaseSeconds = Fields.range("leaseSeconds", leaseSeconds, 1, 604_800);
  }
}
