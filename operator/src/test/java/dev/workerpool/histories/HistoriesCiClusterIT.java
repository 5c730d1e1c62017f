package dev.workerpool.histories;

import dev.workerpool.cluster.OnCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories on a real API server, while everything that can break does. More of them: {@code
 * .ci/histories}.
 *
 * <pre>
 * -Dworkerpool.histories.runs=20          instead of 3
 * -Dworkerpool.histories.operations=5000  in each, instead of 2,000
 * -Dworkerpool.histories.seed=17          of the first one, instead of 3
 * </pre>
 */
@OnCluster(OnCluster.Needs.CI)
class HistoriesCiClusterIT {
  private static final int RUNS = Integer.getInteger("workerpool.histories.runs", 3);
  private static final int OPERATIONS = Integer.getInteger("workerpool.histories.operations", 2000);
  private static final long SEED = Long.getLong("workerpool.histories.seed", 3);

  /** One trouble for so many operations: four in each run of CI, all twelve in its three. */
  private static final int TROUBLE_EACH = 500;

  private static OwnServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = OwnServer.start();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void whateverBreaks_nothingIsLostDoubledOrMadeUp() throws Exception {
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      Path own = Files.createDirectory(folder.resolve("run-" + run));
      int troubles = Math.max(1, OPERATIONS / TROUBLE_EACH);
      Histories.run(server, own, seed, OPERATIONS, Nemesis.drawn(seed, troubles));
    }
  }
}
