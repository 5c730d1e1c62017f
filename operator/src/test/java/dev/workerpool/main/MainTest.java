package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such-command", "--no-such-option"})
  void execute_badUsage_isOneLineOnStderrAndStatus2(String arguments) {
    PrintStream stderr = System.err;
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    System.setErr(new PrintStream(seen, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    } finally {
      System.setErr(stderr);
    }

    List<String> lines = seen.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(status).isEqualTo(2);
    assertThat(lines).singleElement().asString().startsWith("workerpool: ").contains(arguments);
  }

  @Test
  void execute_help_isStatus0() {
    assertThat(Main.execute("--help")).isZero();
  }
}
