package dev.workerpool.main.top;

import java.time.Instant;

/** Where looks are shown. */
public interface Display extends AutoCloseable {
  /** Shows a new look; false when nobody sees it any more. */
  boolean show(Look look);

  /** The relay gives no answer, since it was asked then; told again each second. */
  default void silent(Instant since) {}

  /** Why the relay gives no answer. From any thread. */
  default void trouble(String why) {}

  /** There is another room to show it in. */
  default void resized() {}

  @Override
  default void close() {}
}
