package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.examples.Expectation;
import dev.workerpool.examples.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example with an {@code expected.yaml} does in local mode what that says. */
@DisabledIf(value = "noPython", disabledReason = "there is no python3 on the PATH")
class ExamplesIT {

  @ParameterizedTest
  @MethodSource("examples")
  void run_example_showsWhatItsFolderSays(String name, @TempDir Path scratch) throws Exception {
    Path folder = Expectation.ROOT.resolve(name);
    Expectation expected = Expectation.of(folder);
    Path status = scratch.resolve("status.json");
    String[] command = {"run", folder.toString(), "--timeout", "50s", "--status", "" + status};
    try (var run = Launched.workerpool(scratch, command)) {
      int ended = run.status();
      var seen = new Seen(Seen.Status.of(Files.readString(status)), lines(run, expected));
      assertThat(ended).as(run.err()).isEqualTo(expected.condition().equals("Complete") ? 0 : 1);
      expected.isMetBy(seen);
    }
  }

  static Stream<String> examples() {
    return Stream.concat(Expectation.examples().stream(), Expectation.inJava().stream())
        .map(folder -> Expectation.ROOT.relativize(folder).toString());
  }

  private static Map<String, List<String>> lines(Launched run, Expectation expected)
      throws IOException {
    var lines = new HashMap<String, List<String>>();
    for (String process : expected.processes().keySet()) {
      var own = new ArrayList<>(run.linesOf(process));
      own.addAll(run.errorLinesOf(process));
      lines.put(process, own);
    }
    return lines;
  }

  static boolean noPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() != 0;
    } catch (IOException e) {
      return true;
    }
  }
}
