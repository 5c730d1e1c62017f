package dev.workerpool.faults;

import dev.workerpool.cluster.OnCluster;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** R1: the operator dies at each of its writes, and the end is as if it had not. */
@OnCluster
class CrashSweepApiIT {
  private record Case(Workload workload, int write, boolean committed) {
    @Override
    public String toString() {
      return workload + ", dies %s write %d".formatted(committed ? "after" : "before", write);
    }
  }

  @Test
  void diesAtEachWrite_endsAsIfItHadNot() {
    try (var lanes = new Lanes()) {
      var workloads = Settings.workloads();
      var watch = new Stopwatch();
      lanes.refer(workloads);
      var cases = new ArrayList<Case>();
      for (var workload : workloads) {
        int writes = lanes.reference(workload).writes().size();
        System.out.printf("%s: %d writes%n", workload, writes);
        for (int write = 1; write <= writes; write++) {
          cases.add(new Case(workload, write, false));
          cases.add(new Case(workload, write, true));
        }
      }
      var some = Settings.some(cases, Settings.CRASHES);
      lanes.each(some, (lane, c) -> play(lanes, lane, c));
      System.out.printf(
          "R1: %d of %d crashes in %d workloads, 0 differences, %s%n",
          some.size(), cases.size(), workloads.size(), watch);
    }
  }

  private static void play(Lanes lanes, Lane lane, Case c) {
    new Trial(lane, c.workload(), new Crash(c.write(), c.committed()))
        .endsAs(lanes.reference(c.workload()).state());
  }
}
