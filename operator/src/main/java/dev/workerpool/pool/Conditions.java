package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** New conditions from old ones: the time of the last change stays while the status does. */
final class Conditions {
  private final List<Condition> before;
  private final Long generation;
  private final String now;
  private final List<Condition> after = new ArrayList<>();

  Conditions(List<Condition> before, Long generation, Instant now) {
    this.before = before;
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Adds a condition that is one of True, False, Unknown. */
  Conditions put(String type, String status, String reason, String message) {
    String since =
        find(before, type)
            .filter(c -> c.status().equals(status) && c.lastTransitionTime() != null)
            .map(Condition::lastTransitionTime)
            .orElse(now);
    after.add(new Condition(type, status, generation, since, reason, message));
    return this;
  }

  Conditions put(String type, boolean holds, String reason, String message) {
    return put(type, holds ? Condition.TRUE : Condition.FALSE, reason, message);
  }

  /** Keeps what was said before about a type. */
  Conditions keep(Condition condition) {
    return put(condition.type(), condition.status(), condition.reason(), condition.message());
  }

  List<Condition> list() {
    return List.copyOf(after);
  }

  static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  static boolean holds(List<Condition> conditions, String type) {
    return find(conditions, type).map(Condition::holds).orElse(false);
  }

  /** When its status last changed, if it says so. */
  static Optional<Instant> since(Condition condition) {
    try {
      return Optional.ofNullable(condition.lastTransitionTime()).map(Instant::parse);
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
