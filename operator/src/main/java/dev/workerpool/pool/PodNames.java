package dev.workerpool.pool;

/**
 * Deterministic pod names {@code <pool>-<uid5>-<key>-<attempt>}, at most 63 characters: a repeated
 * create meets its own pod, and a pool applied again doesn't meet its former pods.
 */
public final class PodNames {
  private static final int MAX = 63;
  private static final int LONGEST_POOL = 30;
  private static final int LONGEST_KEY = 18;

  private PodNames() {}

  public static String of(String pool, String poolUid, String key, int attempt) {
    String uid5 = lastFive(poolUid);
    String name = pool + "-" + uid5 + "-" + key + "-" + attempt;
    return name.length() <= MAX
        ? name
        : fit(pool, LONGEST_POOL) + "-" + uid5 + "-" + fit(key, LONGEST_KEY) + "-" + attempt;
  }

  private static String lastFive(String uid) {
    String letters = uid.replace("-", "");
    return letters.substring(Math.max(0, letters.length() - 5));
  }

  /** Cuts a long word, with five letters of its hash so that two of them stay apart. */
  private static String fit(String word, int max) {
    if (word.length() <= max) {
      return word;
    }
    String hash = String.format("%08x", word.hashCode()).substring(3);
    return word.substring(0, max - hash.length()) + hash;
  }
}
