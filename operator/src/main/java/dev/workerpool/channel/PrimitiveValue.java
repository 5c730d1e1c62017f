package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;

/**
 * A primitive at one moment.
 *
 * @param free how many could acquire it now
 * @param holders of a lock or semaphore; else those who wait
 */
public record PrimitiveValue(
    String name, PrimitiveRules rules, int free, boolean broken, List<Holder> holders) {

  /**
   * Who holds it, or waits.
   *
   * @param pod UID of its pod; null for a caller that is none
   */
  public record Holder(String pod, Instant since) {}
}
