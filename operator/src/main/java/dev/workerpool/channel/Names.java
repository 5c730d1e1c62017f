package dev.workerpool.channel;

import java.util.regex.Pattern;

/** What a queue or an event may be called. */
public final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?");

  private Names() {}

  /** Lower-case letters, digits and inner {@code - _ .}; 1 to 63 characters. */
  public static boolean valid(String name) {
    return name != null && NAME.matcher(name).matches();
  }
}
