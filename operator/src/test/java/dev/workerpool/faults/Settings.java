package dev.workerpool.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** How much is done, by system properties; the defaults are what CI has time for. */
final class Settings {
  /** Trials side by side. */
  static final int LANES = Integer.getInteger("workerpool.faults.lanes", 6);

  /** The first seed of all that is drawn; the same seeds give the same plans. */
  static final long SEED = Long.getLong("workerpool.faults.seed", 1L);

  /** How many crashes to play; 0 for all that there are. */
  static final int CRASHES = Integer.getInteger("workerpool.faults.crashes", 60);

  /** How many seeds of faults of the server, of stale starts, of unobserved changes. */
  static final int API_SEEDS = Integer.getInteger("workerpool.faults.api", 50);

  static final int STALE_SEEDS = Integer.getInteger("workerpool.faults.stale", 17);
  static final int UNOBSERVED_SEEDS = Integer.getInteger("workerpool.faults.unobserved", 17);

  /** How many leaders are frozen. */
  static final int HAND_OVERS = Integer.getInteger("workerpool.faults.handovers", 2);

  /** Minutes of bad network, and pools made and deleted; none of them in CI. */
  static final int NETWORK_MINUTES = Integer.getInteger("workerpool.faults.network", 0);

  static final int CYCLES = Integer.getInteger("workerpool.faults.cycles", 0);

  /** Only workloads whose names contain it. */
  private static final String ONLY = System.getProperty("workerpool.faults.only", "");

  private Settings() {}

  static List<Workload> workloads() {
    return Workloads.all().stream().filter(w -> w.name().contains(ONLY)).toList();
  }

  /** So many seeds, from the first one on. */
  static List<Long> seeds(int number) {
    return LongStream.range(SEED, SEED + number).boxed().toList();
  }

  /** The workload that a seed is for. */
  static Workload workload(long seed) {
    var all = workloads();
    return all.get((int) Math.floorMod(seed, (long) all.size()));
  }

  /** So many of them, drawn by the seed; all of them with 0. */
  static <T> List<T> some(List<T> all, int number) {
    var drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, new Random(SEED));
    return number == 0 ? drawn : drawn.subList(0, Math.min(number, drawn.size()));
  }
}
