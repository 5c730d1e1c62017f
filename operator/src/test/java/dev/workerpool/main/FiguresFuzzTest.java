package dev.workerpool.main;

import dev.workerpool.fuzz.KeptInputs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line, sizes in the environment. */
public class FiguresFuzzTest {

  /** A figure in its range, or told to be none. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Duration duration = new DurationConverter().convert(text);
      if (duration.isNegative() || duration.isZero()) {
        throw new AssertionError(text + " is " + duration);
      }
    } catch (TypeConversionException expected) {
      // Told in one line.
      if (expected.getMessage().isEmpty()) {
        throw new AssertionError("nothing told");
      }
    }
    List<String> faults = new ArrayList<>();
    var env = Map.of("WORKERPOOL_CHANNEL_BYTES", text, "WORKERPOOL_WRITE_BUDGET", text + "Mi");
    StoreLimits limits = StoreLimits.from(env, faults);
    if (limits.channelBytes() < 1 || limits.budgetBytes() < 1) {
      throw new AssertionError(limits.toString());
    }
  }

  @KeptInputs
  void figure_isReadOrRefused(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
