package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a queue is closed; puts are refused in either way. */
public enum QueueClosed {
  /** What is there is still delivered. */
  @JsonProperty("Drain")
  DRAIN,
  /** What nobody holds is dropped. */
  @JsonProperty("Immediate")
  IMMEDIATE
}
