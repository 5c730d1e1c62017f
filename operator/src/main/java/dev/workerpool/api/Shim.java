package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the init process that records how a worker ended gets into its pod. */
public enum Shim {
  @JsonProperty("Inject")
  INJECT,
  @JsonProperty("Image")
  IMAGE,
  @JsonProperty("None")
  NONE
}
