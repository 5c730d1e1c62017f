package dev.workerpool.pool;

import java.time.Instant;

/**
 * Something that keeps pods from being created.
 *
 * @param reason one CamelCase word: TemplateRefused, PodRefused, QuotaExceeded …
 * @param message in the server's words, with a next step
 * @param lastSeen when it was last met
 * @param times how often in a row, from 1; the wait before the next try grows with it
 */
public record Problem(String reason, String message, Instant lastSeen, int times) {}
