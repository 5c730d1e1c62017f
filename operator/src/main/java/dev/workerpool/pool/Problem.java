package dev.workerpool.pool;

import java.time.Instant;
import java.util.Set;

/**
 * Something that keeps pods from being created.
 *
 * @param reason one CamelCase word: TemplateRefused, PodRefused, QuotaExceeded …
 * @param message in the server's words, with a next step
 * @param lastSeen when it was last met
 * @param times how often in a row, from 1; the wait before the next try grows with it
 */
public record Problem(String reason, String message, Instant lastSeen, int times) {
  private static final Set<String> OF_THE_TEMPLATE =
      Set.of("TemplateRefused", "PodSecurityRefused", "PodRefused");

  /** Whether it tells something about the spec even while no pod is wanted. */
  boolean isOfTemplate() {
    return OF_THE_TEMPLATE.contains(reason);
  }
}
