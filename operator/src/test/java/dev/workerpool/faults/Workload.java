package dev.workerpool.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What a user does with a pool, and what becomes of its processes: the same from run to run,
 * whatever happens to the operator meanwhile.
 */
final class Workload {

  /** Something that the user does as soon as the pool looks so. */
  record Step(Predicate<Sight> when, BiConsumer<User, Sight> what) {}

  private final String name;
  private final String spec;
  private final List<Step> steps = new ArrayList<>();
  private boolean history = true;
  private Fates fates = (key, attempt) -> Fate.RUNS;
  private Predicate<Sight> end = Sight::finished;

  /** The spec without template, as YAML lines without indent. */
  Workload(String name, String spec) {
    this.name = name;
    this.spec = spec;
  }

  Workload fates(Fates fates) {
    this.fates = fates;
    return this;
  }

  Workload when(Predicate<Sight> looks, BiConsumer<User, Sight> does) {
    steps.add(new Step(looks, does));
    return this;
  }

  /** How it looks when all is done, and nothing else is to happen. */
  Workload endsWhen(Predicate<Sight> looks) {
    this.end = looks;
    return this;
  }

  /** What was alive meanwhile depends on when the operator looked, and is not compared. */
  Workload withoutHistory() {
    this.history = false;
    return this;
  }

  EndState judged(EndState state) {
    return history ? state : state.withoutHistory();
  }

  String name() {
    return name;
  }

  String spec() {
    return spec;
  }

  List<Step> steps() {
    return steps;
  }

  Fates fates() {
    return fates;
  }

  boolean isOver(Sight sight) {
    return end.test(sight);
  }

  @Override
  public String toString() {
    return name;
  }
}
