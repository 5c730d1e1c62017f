package dev.workerpool.api.wire;

import java.util.List;

/** Pods that get no further items; the operator's. */
public record RetireRequest(List<String> pods) {
  public RetireRequest {
    pods = Fields.required("pods", pods);
  }
}
