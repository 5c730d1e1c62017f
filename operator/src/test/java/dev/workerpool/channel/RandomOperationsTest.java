package dev.workerpool.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random deeds, crashes and retries against a model so simple that it is evidently right. A failure
 * names its seed and the fewest deeds that still fail: {@code -Dworkerpool.seed=N} plays that one.
 */
class RandomOperationsTest {
  private static final int SEEDS_EACH = Integer.getInteger("workerpool.seeds", 10);
  private static final int STEPS = 120;

  /** Something done: which kind, and numbers that decide the rest of it. */
  record Deed(int kind, int a, int b, int c) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 1001, 2001, 3001, 4001})
  void randomOperations_endAsInTheModel(long first) {
    Long only = Long.getLong("workerpool.seed");
    for (long seed = first; seed < first + SEEDS_EACH; seed++) {
      long played = only == null ? seed : only;
      List<Deed> deeds = deeds(new Random(played));
      Throwable failure = failureOf(deeds);
      if (failure != null) {
        List<Deed> fewest = shrunk(deeds);
        Throwable last = failureOf(fewest);
        throw new AssertionError(
            "seed " + played + ", " + fewest.size() + " deeds: " + fewest + "\n" + last, last);
      }
    }
  }

  private static List<Deed> deeds(Random random) {
    return Stream.generate(
            () ->
                new Deed(
                    random.nextInt(100),
                    random.nextInt(1000),
                    random.nextInt(1000),
                    random.nextInt(1000)))
        .limit(STEPS)
        .toList();
  }

  private static Throwable failureOf(List<Deed> deeds) {
    try {
      new Model().play(deeds);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** Without all chunks that the failure doesn't need, large ones first. */
  private static List<Deed> shrunk(List<Deed> deeds) {
    List<Deed> fewest = deeds;
    for (int chunk = deeds.size() / 2; chunk >= 1; chunk /= 2) {
      int at = 0;
      while (at < fewest.size()) {
        List<Deed> fewer = new ArrayList<>(fewest);
        fewer.subList(at, Math.min(fewer.size(), at + chunk)).clear();
        if (failureOf(fewer) == null) {
          at += chunk;
        } else {
          fewest = fewer;
        }
      }
    }
    return fewest;
  }
}
