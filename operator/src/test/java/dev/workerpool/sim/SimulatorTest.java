package dev.workerpool.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds of the simulator. A failure prints its seed, the shrunken plan and the way to play it
 * again:
 *
 * <pre>
 * -Dworkerpool.sim.seeds=1000000      so many seeds instead of 1,000
 * -Dworkerpool.sim.from=5000          beginning there
 * -Dworkerpool.sim.seed=17            this seed alone, with all that happens
 * -Dworkerpool.sim.keep=3,9,20        of that seed's plan these steps only
 * </pre>
 */
class SimulatorTest {
  private static final long FROM = Long.getLong("workerpool.sim.from", 1);
  private static final long SEEDS = Long.getLong("workerpool.sim.seeds", 1000);

  /** Within so many seeds every flaw has to be noticed. */
  private static final int SEEDS_FOR_A_FLAW = 300;

  @Test
  void whateverHappens_nothingIsLostDoubledOrMadeUp() {
    Long only = Long.getLong("workerpool.sim.seed");
    if (only != null) {
      replay(chosen(Plan.of(only)));
      return;
    }
    OptionalLong failing =
        LongStream.range(FROM, FROM + SEEDS)
            .parallel()
            .filter(seed -> fails(Plan.of(seed), Flaw.NONE))
            .findAny();
    if (failing.isPresent()) {
      throw new AssertionError(explained(failing.getAsLong(), Flaw.NONE));
    }
  }

  /** Beyond those that are played each time. */
  @ParameterizedTest
  @ValueSource(longs = {1170, 1813, 3724, 4401, 6912, 7418, 24859, 30032, 32136})
  void seedThatOnceFailed_passes(long seed) {
    assertThat(failure(Plan.of(seed), Flaw.NONE, new Trace(0))).isNull();
  }

  @Test
  void sameSeed_sameRun() {
    Simulation first = new Simulation(Plan.of(42), Flaw.NONE, new Trace(0));
    Simulation second = new Simulation(Plan.of(42), Flaw.NONE, new Trace(0));

    assertThat(first.run()).isEqualTo(second.run()).isGreaterThan(1000);
    assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
    assertThat(first.items()).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void flaw_isNoticed(Flaw flaw) {
    OptionalLong found =
        LongStream.rangeClosed(1, SEEDS_FOR_A_FLAW)
            .filter(seed -> fails(Plan.of(seed), flaw))
            .findFirst();

    assertThat(found).as(flaw + " in " + SEEDS_FOR_A_FLAW + " seeds").isPresent();
    System.out.println(flaw + " was noticed with seed " + found.getAsLong());
  }

  private static boolean fails(Plan plan, Flaw flaw) {
    return failure(plan, flaw, new Trace(0)) != null;
  }

  private static Throwable failure(Plan plan, Flaw flaw, Trace trace) {
    try {
      new Simulation(plan, flaw, trace).run();
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  private static Plan chosen(Plan plan) {
    String keep = System.getProperty("workerpool.sim.keep");
    if (keep == null) {
      return plan;
    }
    Set<Integer> numbers =
        Arrays.stream(keep.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
    return plan.only(plan.steps().stream().filter(s -> numbers.contains(s.number())).toList());
  }

  private static void replay(Plan plan) {
    Trace trace = new Trace(100_000);
    Throwable failure = failure(plan, Flaw.NONE, trace);
    trace.last().forEach(System.out::println);
    if (failure != null) {
      throw new AssertionError("seed " + plan.seed() + ": " + failure.getMessage(), failure);
    }
  }

  private static String explained(long seed, Flaw flaw) {
    Plan small = Shrinking.of(Plan.of(seed), p -> fails(p, flaw));
    Trace trace = new Trace(60);
    Throwable failure = failure(small, flaw, trace);
    List<String> steps =
        small.steps().stream()
            .map(s -> s.number() + ": " + s.millis() + " ms " + s.deed())
            .toList();
    String kept = small.steps().stream().map(s -> "" + s.number()).collect(Collectors.joining(","));
    return "seed %d: %s%n%s%n%s%nagain: -Dworkerpool.sim.seed=%d -Dworkerpool.sim.keep=%s"
        .formatted(
            seed, failure, String.join("\n", steps), String.join("\n", trace.last()), seed, kept);
  }
}
