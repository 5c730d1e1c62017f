package dev.workerpool.pool;

import dev.workerpool.api.ProcessSpec;
import dev.workerpool.api.WorkerPoolSpec;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Keys identify processes in their pool: "17" is Process-17, others are slugs of names. */
public final class Keys {

  /** Numbers first, in their order, then the rest alphabetically. */
  public static final Comparator<String> ORDER = Keys::compare;

  private static final int LONGEST_NUMBER = 9;

  private Keys() {}

  /**
   * The key of a named process: lower case, every run of other characters than a–z and 0–9 as one
   * dash, none at the ends. Empty for a name without any such character.
   */
  public static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** Whether the key is that of a numbered process. */
  public static boolean isNumber(String key) {
    if (key.isEmpty() || key.length() > LONGEST_NUMBER) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Without reading the numbers: ten thousand keys are sorted at every look at a large pool. */
  private static int compare(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    return number && a.length() != b.length()
        ? Integer.compare(a.length(), b.length())
        : a.compareTo(b);
  }

  /** Whether a slug can be a key: a letter tells it from a number and from an interval. */
  public static boolean isKey(String slug) {
    return slug.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }

  /** The name of the process: the spec's, or Process-N. A key that the spec has not is its name. */
  public static String nameOf(WorkerPoolSpec spec, String key) {
    return isNumber(key) ? "Process-" + key : named(spec, key).map(ProcessSpec::name).orElse(key);
  }

  /** The named process of that key, if the spec has it. */
  public static Optional<ProcessSpec> named(WorkerPoolSpec spec, String key) {
    return spec.processes().stream().filter(p -> slug(p.name()).equals(key)).findFirst();
  }
}
