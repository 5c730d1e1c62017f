package dev.workerpool.histories;

import dev.workerpool.cluster.OnCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories on a real API server, while everything that can break does. Several at once, each on a
 * server of its own: most of their time they wait for a Lease to run out, or for a server. More of
 * them: {@code .ci/histories}.
 *
 * <pre>
 * -Dworkerpool.histories.runs=20          instead of 3
 * -Dworkerpool.histories.operations=5000  in each, instead of 2,000
 * -Dworkerpool.histories.seed=17          of the first one, instead of 3
 * -Dworkerpool.histories.lanes=1          at once, instead of 3
 * </pre>
 */
@OnCluster(OnCluster.Needs.CI)
class HistoriesCiClusterIT {
  private static final int RUNS = Integer.getInteger("workerpool.histories.runs", 3);
  private static final int OPERATIONS = Integer.getInteger("workerpool.histories.operations", 2000);
  private static final long SEED = Long.getLong("workerpool.histories.seed", 3);

  /** As many servers as the scripts of CI clear away. */
  private static final int LANES = Math.min(3, Integer.getInteger("workerpool.histories.lanes", 3));

  /** One trouble for so many operations: four in each run of CI, all twelve in its three. */
  private static final int TROUBLE_EACH = 500;

  @TempDir Path folder;

  @Test
  void whateverBreaks_nothingIsLostDoubledOrMadeUp() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(LANES);
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(LANES, RUNS); lane++) {
      int number = lane;
      lanes.add(threads.submit(() -> lane(number)));
    }
    threads.shutdown();
    var failed = new AssertionError("a history is wrong, or did not come to its end");
    for (Future<?> lane : lanes) {
      try {
        lane.get();
      } catch (ExecutionException e) {
        failed.addSuppressed(e.getCause());
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }

  private Void lane(int number) throws Exception {
    try (OwnServer server = OwnServer.start(number)) {
      for (int run = number; run < RUNS; run += LANES) {
        long seed = SEED + run;
        Path own = Files.createDirectory(folder.resolve("run-" + run));
        int troubles = Math.max(1, OPERATIONS / TROUBLE_EACH);
        Histories.run(server, own, seed, OPERATIONS, Nemesis.drawn(seed, troubles));
      }
    }
    return null;
  }
}
