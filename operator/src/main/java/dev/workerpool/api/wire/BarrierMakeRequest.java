package dev.workerpool.api.wire;

/** Makes a barrier at run time, for so many parties. */
public record BarrierMakeRequest(Integer parties) {
  public BarrierMakeRequest {
    if (parties == null) {
      throw new IllegalArgumentException("parties: is required");
    }
    parties = Fields.range("parties", parties, 1, 100_000);
  }
}
