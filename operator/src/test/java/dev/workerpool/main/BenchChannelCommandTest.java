package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchChannelCommandTest {
  private record Ran(int status, String out, String err) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench channel --only P6                     | --only: the figures are P1 to P5, P11 and recovery
          bench channel --only P1                     | --kubeconfig: missing
          bench channel --only P1 --kubeconfig no/such | --kubeconfig: there is no file no/such
          bench channel --kubeconfig no/such          | --kubeconfig: there is no file no/such
          bench channel --seconds 0                   | --seconds: is 0.1 to 600
          bench channel --seconds NaN                 | --seconds: is 0.1 to 600
          bench channel --rounds 0                    | --rounds, --recovery-items: at least 1
          bench channel --recovery-items 0            | --rounds, --recovery-items: at least 1
          """)
  void badUsage_isNamedInOneLine(String arguments, String named) {
    Ran ran = run(arguments);
    assertThat(ran.status).isEqualTo(2);
    assertThat(ran.err.lines()).singleElement().asString().contains(named);
  }

  @Test
  void localPart_ofAMoment_tellsAFigureForEachNumberOfClients() {
    Ran ran = run("bench channel --seconds 0.2 --rounds 1");
    assertThat(ran.status).as(ran.err).isIn(0, 1);
    assertThat(ran.out)
        .containsPattern("ack, durable files, 1 client +\\| [0-9.]+ cycles")
        .containsPattern("ack, durable files, 16 clients +\\| [0-9.]+ cycles")
        .containsPattern("ack, durable files, 64 clients +\\| [0-9.]+ cycles");
  }

  private static Ran run(String arguments) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.execute(arguments.split(" "));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
