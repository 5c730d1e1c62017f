package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classic in local mode, as the README's first command runs it. */
class ConsumersIT {
  private static final Path EXAMPLE = Path.of("../deploy/examples/consumers");

  @Test
  void run_consumers_givesTenResultsAndEveryExitCodeIs0(@TempDir Path scratch) throws Exception {
    try (var run = Launched.workerpool(scratch, "run", EXAMPLE.toString(), "--timeout", "50s")) {
      assertThat(run.status()).as(run.err()).isZero();

      List<String> results =
          IntStream.range(0, 10)
              .mapToObj(n -> "Result: %d * %d = %d".formatted(n, n, n * n))
              .toList();
      assertThat(run.linesOf("main").stream().filter(line -> line.startsWith("Result: ")))
          .containsExactlyInAnyOrderElementsOf(results);
      for (int i = 1; i <= 4; i++) {
        String name = "Process-" + i;
        assertThat(run.linesOf(name)).contains(name + ": Exiting");
      }
      assertThat(Stream.of("Process-1", "Process-2", "Process-3", "Process-4", "main"))
          .allSatisfy(name -> assertThat(run.row(name)).isEqualTo(name + " stopped 0 Completed 0"));
    }
  }
}
