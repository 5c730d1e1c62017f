package dev.workerpool.worker;

import dev.workerpool.worker.wire.Reply;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Dead letters as they come over the wire. */
final class DeadLetters {
  private DeadLetters() {}

  static <T> List<DeadLetter<T>> of(Codec<T> codec, List<Reply.DeadItem> items) {
    return items.stream().map(item -> of(codec, item)).toList();
  }

  private static <T> DeadLetter<T> of(Codec<T> codec, Reply.DeadItem item) {
    T value;
    try {
      value = Items.value(codec, item);
    } catch (RuntimeException e) {
      value = null; // it may be dead because of that
    }
    return new DeadLetter<>(
        item.id(),
        value,
        item.deliveries(),
        instant(item.enqueuedAt()),
        instant(item.diedAt()),
        item.reason(),
        item.exitCode());
  }

  private static Instant instant(String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
