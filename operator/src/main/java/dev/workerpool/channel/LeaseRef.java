package dev.workerpool.channel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a lease is found: its queue and its item's position. */
record LeaseRef(String queue, long position) {

  /** What a token points to; empty for a text that is no token. */
  static Optional<LeaseRef> of(String token) {
    return Token.of(token).map(t -> new LeaseRef(t.queue(), t.position()));
  }

  /**
   * A token taken apart.
   *
   * @param epoch that gave the lease
   * @param handle its tag
   */
  record Token(long position, long epoch, String handle, String queue) {
    private static final Pattern TOKEN =
        Pattern.compile(
            "([0-9]{1,18})\\.([0-9]{1,18})\\.[0-9]{1,18}\\.(x|[hs][0-9a-f]{12})\\.(.+)");

    static Optional<Token> of(String text) {
      Matcher m = TOKEN.matcher(text);
      return m.matches()
          ? Optional.of(
              new Token(
                  Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), m.group(3), m.group(4)))
          : Optional.empty();
    }
  }
}
