package dev.workerpool.faults;

import dev.workerpool.cluster.OnCluster;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** R2 to R5: whatever the API server and the network do, the end is as if they had not. */
@OnCluster
class ApiFaultsApiIT {
  private static Lanes lanes;

  @BeforeAll
  static void open() {
    lanes = new Lanes();
    lanes.refer(Settings.workloads());
  }

  @AfterAll
  static void close() {
    lanes.close();
  }

  private static void each(String row, List<Long> seeds, Function<Long, Disturbance> disturbance) {
    var watch = new Stopwatch();
    lanes.each(
        seeds,
        (lane, seed) -> {
          var workload = Settings.workload(seed);
          new Trial(lane, workload, disturbance.apply(seed))
              .endsAs(lanes.reference(workload).state());
        });
    System.out.printf(
        "%s: %d seeds from %d on, 0 differences, %s%n", row, seeds.size(), Settings.SEED, watch);
  }

  private static int writes(long seed) {
    return lanes.reference(Settings.workload(seed)).writes().size();
  }

  @Test
  void staleStarts_hitNoWrongObjectAndEndAsIfFresh() {
    each("R2", Settings.seeds(Settings.STALE_SEEDS), seed -> new StaleStart(seed, writes(seed)));
  }

  @Test
  void unobservedChanges_endAsIfObserved() {
    each(
        "R3",
        Settings.seeds(Settings.UNOBSERVED_SEEDS),
        seed -> new Unobserved(seed, writes(seed)));
  }

  @Test
  void watchThatGivesUp_endsTheOperatorAndTheNextOneGoesOn() {
    lanes.each(
        Settings.workloads().subList(0, 1),
        (lane, workload) ->
            new Trial(lane, workload, new Garbled()).endsAs(lanes.reference(workload).state()));
  }

  @Test
  void serverFaults_endAsIfThereWereNone() {
    each("R4", Settings.seeds(Settings.API_SEEDS), ServerFaults::new);
  }

  @Test
  void onceQuiet_nothingIsWritten() {
    var watch = new Stopwatch();
    lanes.each(
        Settings.workloads(),
        (lane, workload) -> new Trial(lane, workload, Disturbance.NONE).staysQuiet(3));
    System.out.printf(
        "R5: %d workloads, 3 sweeps each, 0 writes, %s%n", Settings.workloads().size(), watch);
  }
}
