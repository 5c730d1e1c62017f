package dev.workerpool.channel;

import dev.workerpool.channel.PrimitiveKind.Family;
import java.util.Objects;

/** Which primitive: names are unique in a family. */
public record PrimitiveId(Family family, String name) implements Comparable<PrimitiveId> {
  public PrimitiveId {
    Objects.requireNonNull(family);
    Objects.requireNonNull(name);
  }

  public static PrimitiveId semaphore(String name) {
    return new PrimitiveId(Family.SEMAPHORE, name);
  }

  public static PrimitiveId condition(String name) {
    return new PrimitiveId(Family.CONDITION, name);
  }

  public static PrimitiveId barrier(String name) {
    return new PrimitiveId(Family.BARRIER, name);
  }

  @Override
  public int compareTo(PrimitiveId other) {
    int byFamily = family.word().compareTo(other.family.word());
    return byFamily != 0 ? byFamily : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return family.word() + " " + name;
  }
}
