package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchPodsCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench                                     | a benchmark is missing
          bench pods                                | --kubeconfig: missing
          bench pods --kubeconfig no/such           | --kubeconfig: there is no file no/such
          bench pods --only P5                      | --only: the figures are P6, P7, P8 and P9
          bench pods --only P9 --rounds 0           | --processes, --large, --rounds: at least 1
          """)
  void badUsage_isNamedInOneLine(String arguments, String named) {
    PrintStream stderr = System.err;
    var seen = new ByteArrayOutputStream();
    System.setErr(new PrintStream(seen, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.execute(arguments.split(" "));
    } finally {
      System.setErr(stderr);
    }
    assertThat(status).isEqualTo(2);
    assertThat(seen.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(named);
  }
}
