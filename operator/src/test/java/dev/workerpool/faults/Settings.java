package dev.workerpool.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How much is done, by system properties; the defaults are what CI has time for. */
final class Settings {
  /** Trials side by side. */
  static final int LANES = Integer.getInteger("workerpool.faults.lanes", 6);

  /** The first seed of all that is drawn; the same seeds give the same plans. */
  static final long SEED = Long.getLong("workerpool.faults.seed", 1L);

  /** How many crashes to play; 0 for all that there are. */
  static final int CRASHES = Integer.getInteger("workerpool.faults.crashes", 120);

  /** Only workloads whose names contain it. */
  private static final String ONLY = System.getProperty("workerpool.faults.only", "");

  private Settings() {}

  static List<Workload> workloads() {
    return Workloads.all().stream().filter(w -> w.name().contains(ONLY)).toList();
  }

  /** So many of them, drawn by the seed; all of them with 0. */
  static <T> List<T> some(List<T> all, int number) {
    var drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, new Random(SEED));
    return number == 0 ? drawn : drawn.subList(0, Math.min(number, drawn.size()));
  }
}
