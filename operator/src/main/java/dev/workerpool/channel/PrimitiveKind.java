package dev.workerpool.channel;

import java.util.Optional;

/** The synchronisation primitives, by their names in Python. */
public enum PrimitiveKind {
  /** Held by one at a time; released by anyone. */
  LOCK("Lock", Family.SEMAPHORE),
  /**
   * Held by one at a time; released by its holder. How often it entered is the client's to count.
   */
  RLOCK("RLock", Family.SEMAPHORE),
  /** Held by several at a time; a release without an acquire makes room for one more. */
  SEMAPHORE("Semaphore", Family.SEMAPHORE),
  /** Held by several at a time; a release without an acquire is refused. */
  BOUNDED_SEMAPHORE("BoundedSemaphore", Family.SEMAPHORE),
  CONDITION("Condition", Family.CONDITION),
  BARRIER("Barrier", Family.BARRIER);

  /** Kinds that share their names and their operations. */
  public enum Family {
    SEMAPHORE("semaphore"),
    CONDITION("condition"),
    BARRIER("barrier");

    private final String word;

    Family(String word) {
      this.word = word;
    }

    /** As it is stored, and read in messages. */
    public String word() {
      return word;
    }

    static Optional<Family> of(String word) {
      for (Family family : values()) {
        if (family.word.equals(word)) {
          return Optional.of(family);
        }
      }
      return Optional.empty();
    }
  }

  private final String wire;
  private final Family family;

  PrimitiveKind(String wire, Family family) {
    this.wire = wire;
    this.family = family;
  }

  /** As on the wire. */
  public String wire() {
    return wire;
  }

  public Family family() {
    return family;
  }

  boolean isLock() {
    return this == LOCK || this == RLOCK;
  }

  /** The kind of that name; empty for anything else. Case matters. */
  public static Optional<PrimitiveKind> of(String wire) {
    for (PrimitiveKind kind : values()) {
      if (kind.wire.equals(wire)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
