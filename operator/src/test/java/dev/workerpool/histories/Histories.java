package dev.workerpool.histories;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run: a crew at work, what goes wrong meanwhile, and the checker's word. */
final class Histories {
  /** Room in the queue, by the seed: from a head that holds all to a log with snapshots. */
  private static final int[] ROOM = {20, 300, 3000};

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final ClusterHistory world;
  private final Crew crew;
  private final History history;
  private final Laps laps;

  private Histories(ClusterHistory world, Crew crew, History history, Laps laps) {
    this.world = world;
    this.crew = crew;
    this.history = history;
    this.laps = laps;
  }

  /**
   * Runs until so many operations were begun and each of the troubles has struck.
   *
   * @throws AssertionError with the relays' logs when something is lost, doubled or made up
   */
  static TotalQueue run(
      OwnServer server, Path folder, long seed, int operations, List<Nemesis> troubles)
      throws Exception {
    History history = new History();
    int room = ROOM[Math.floorMod(seed, ROOM.length)];
    Laps laps = new Laps();
    try (ClusterHistory world = new ClusterHistory(server, folder, seed)) {
      world.start(room);
      laps.end("begun");
      // Consumers that take their time leave the queue long, where there is room.
      Duration work = Duration.ofMillis(room > 1000 ? 250 : 0);
      Crew.Size size = new Crew.Size(4, 4, Integer.MAX_VALUE / 8, Duration.ofMillis(10), work);
      Crew crew = new Crew(history, world, size, seed);
      try {
        crew.start();
        new Histories(world, crew, history, laps).strike(operations, troubles);
        crew.stopProducing();
        crew.finish();
        laps.end("drained");
        TotalQueue found = TotalQueue.check(history.ops());
        System.out.printf(
            "seed %d, room for %d, %s: %d operations, %d put, %d done, %d recovered,"
                + " lost %s, unexpected %s, doubled %s%n",
            seed,
            room,
            laps,
            history.size(),
            found.enqueued(),
            found.dequeued(),
            found.recovered().size(),
            found.lost(),
            found.unexpected(),
            found.duplicated());
        if (!found.valid() || found.enqueued() == 0 || !counted(crew.done(), found, history)) {
          throw new AssertionError(found + ", counted as done " + crew.done());
        }
        return found;
      } catch (AssertionError | Exception e) {
        crew.abandon();
        throw new AssertionError("seed " + seed + " " + troubles + "\n" + world.logs(), e);
      }
    }
  }

  /** The queue's own counter is right, too, whatever has died: but for acks of unknown end. */
  private static boolean counted(long done, TotalQueue found, History history) {
    long perhaps =
        history.ops().stream()
            .filter(o -> o.what() == History.What.DEQUEUE && o.type() == History.Type.INFO)
            .count();
    return done >= found.dequeued() && done <= found.dequeued() + perhaps;
  }

  private void strike(int operations, List<Nemesis> troubles) throws InterruptedException {
    int share = operations / (troubles.size() + 1);
    for (int i = 0; i < troubles.size(); i++) {
      await((long) share * (i + 1));
      laps.end(i == 0 ? "calm" : "" + troubles.get(i - 1));
      troubles.get(i).strike(world, crew, more -> await(history.size() + more));
    }
    await(operations);
    laps.end("" + troubles.get(troubles.size() - 1));
  }

  private void await(long operations) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (history.size() < operations) {
      crew.check();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + history.size() + " operations, not " + operations);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
