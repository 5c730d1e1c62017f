package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a queue's ready items is delivered next. */
public enum QueueOrder {
  /** The one put first. */
  FIFO,
  /** The one put last. */
  LIFO,
  /** The one with the lowest number; among equals the one put first. */
  @JsonProperty("Priority")
  PRIORITY
}
