package dev.workerpool.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.workerpool.cluster.OnCluster;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** R12 and R13: long runs, for people; CI has no time for them. */
@OnCluster
class SoakApiIT {
  private static final long MIB = 1024 * 1024;
  private static final long MOST_GROWTH = 16 * MIB;

  @Test
  void badNetworkForMinutes_endsAsOnAGoodOne() {
    assumeThat(Settings.NETWORK_MINUTES).as("workerpool.faults.network").isPositive();
    int trials = 0;
    try (var lanes = new Lanes()) {
      lanes.refer(Settings.workloads());
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Settings.NETWORK_MINUTES);
      for (long seed = Settings.SEED; System.nanoTime() < end; seed += Settings.LANES) {
        var seeds = LongStream.range(seed, seed + Settings.LANES).boxed().toList();
        lanes.each(seeds, (lane, s) -> play(lanes, lane, s));
        trials += seeds.size();
      }
    }
    System.out.printf(
        "R12: %d trials in %d minutes of bad network, 0 differences%n",
        trials, Settings.NETWORK_MINUTES);
  }

  private static void play(Lanes lanes, Lane lane, long seed) {
    var workload = Settings.workload(seed);
    new Trial(lane, workload, new BadNetwork(seed)).endsAs(lanes.reference(workload).state());
  }

  @Test
  void poolsMadeAndDeleted_leaveNothingAndTheHeapFlat() {
    assumeThat(Settings.CYCLES).as("workerpool.faults.cycles").isPositive();
    int round = Math.max(Settings.LANES, Settings.CYCLES / 10);
    long early = 0;
    long growth = 0;
    var watch = new Stopwatch();
    try (var lanes = new Lanes();
        var cycles = new Cycles(lanes)) {
      for (int done = 0; done < Settings.CYCLES; done += round) {
        cycles.run(round);
        long used = Cycles.heapBytes();
        System.out.printf("R13 goes on: %d cycles, heap %d MiB%n", done + round, used / MIB);
        early = done <= round ? used : early;
        growth = used - early;
        assertThat(growth).as("growth of the heap in bytes").isLessThan(MOST_GROWTH);
      }
    }
    System.out.printf(
        "R13: %d cycles in %d rounds, heap %+d KiB since the second, nothing held, %s%n",
        Settings.CYCLES, Settings.CYCLES / round, growth / 1024, watch);
  }
}
