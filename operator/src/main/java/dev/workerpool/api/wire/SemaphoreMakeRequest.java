package dev.workerpool.api.wire;

/**
 * Makes a lock or a semaphore at run time.
 *
 * @param kind {@code Lock}, {@code RLock}, {@code Semaphore} or {@code BoundedSemaphore}
 * @param value how many may hold it at once; 1 for locks
 */
public record SemaphoreMakeRequest(String kind, Integer value) {
  public SemaphoreMakeRequest {
    kind = Fields.opaque("kind", kind);
    value = Fields.range("value", value == null ? Integer.valueOf(1) : value, 0, 1_000_000);
  }
}
