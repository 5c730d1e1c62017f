package dev.workerpool.kube;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tokens with which people use a pool's channel. The pool's annotation {@link #ANNOTATION} holds a
 * hash of each and when it expires ({@code SHA256HEX@RFC3339}, comma separated): so who may change
 * the pool may use its channel, and who may only read it learns no token.
 */
final class ConnectTokens {
  static final String ANNOTATION = "workerpool.dev/connect";
  static final String PREFIX = "wpc_";

  /** The oldest ones go when there are more. */
  static final int MAX = 5;

  private static final int BYTES = 32;

  private ConnectTokens() {}

  private record Entry(String hash, Instant expiry) {}

  static String fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * Whether that token is good at that time.
   *
   * @param annotation as found; null for none; what is malformed in it admits nobody
   */
  static boolean allows(String annotation, String hash, Instant now) {
    return entries(annotation).stream()
        .anyMatch(e -> e.hash().equals(hash) && now.isBefore(e.expiry()));
  }

  /** When that token expires, or has; empty where there is none such. */
  static Optional<Instant> expiry(String annotation, String hash) {
    return entries(annotation).stream()
        .filter(e -> e.hash().equals(hash))
        .map(Entry::expiry)
        .max(Comparator.naturalOrder());
  }

  /** The annotation with one more token, without those that have expired. */
  static String with(String annotation, String hash, Instant expiry, Instant now) {
    List<Entry> kept = new ArrayList<>(entries(annotation));
    kept.removeIf(e -> e.hash().equals(hash) || !now.isBefore(e.expiry()));
    kept.add(new Entry(hash, expiry.truncatedTo(ChronoUnit.SECONDS)));
    return String.join(
        ",",
        kept.subList(Math.max(0, kept.size() - MAX), kept.size()).stream()
            .map(e -> e.hash() + "@" + e.expiry())
            .toList());
  }

  private static List<Entry> entries(String annotation) {
    List<Entry> entries = new ArrayList<>();
    if (annotation != null) {
      for (String part : annotation.split(",")) {
        int at = part.indexOf('@');
        try {
          if (at > 0) {
            entries.add(
                new Entry(
                    part.substring(0, at).strip(), Instant.parse(part.substring(at + 1).strip())));
          }
        } catch (DateTimeException e) {
          continue;
        }
      }
    }
    return entries;
  }
}
