package dev.workerpool.channel;

import java.util.Objects;

/**
 * What a primitive was made as.
 *
 * @param number how many may hold it, or a barrier's parties; 0 for a condition
 * @param lock the name of a condition's lock; null for the others
 */
public record PrimitiveRules(PrimitiveKind kind, int number, String lock) {
  public PrimitiveRules {
    Objects.requireNonNull(kind);
  }

  public static PrimitiveRules of(PrimitiveKind kind, int number) {
    return new PrimitiveRules(kind, number, null);
  }

  public static PrimitiveRules condition(String lock) {
    return new PrimitiveRules(PrimitiveKind.CONDITION, 0, lock);
  }

  /** What is wrong with it; null for nothing. */
  String fault() {
    if (kind.isLock() && number != 1) {
      return "A lock has the value 1.";
    } else if (kind == PrimitiveKind.BARRIER && number < 1) {
      return "A barrier has at least 1 party.";
    } else if (kind == PrimitiveKind.CONDITION && !Names.valid(lock)) {
      return "A condition needs the name of a lock.";
    }
    return number < 0 ? "A semaphore's value is 0 or more." : null;
  }

  String said() {
    return kind.wire() + (lock == null ? ", " + number : " of lock " + lock);
  }
}
