package dev.workerpool.local;

import static dev.workerpool.local.Launched.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code workerpool top} on a terminal, which util-linux's {@code script} plays. */
class TopIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java")
          + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "
          + Path.of("target/workerpool.jar").toAbsolutePath();
  private static final String POOL =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata: {name: tested}
      spec:
        replicas: 1
        channel: {queues: [{name: tasks}]}
        template: {spec: {containers: [{name: worker, image: none, command: [sleep, "600"]}]}}
      """;

  @TempDir static Path scratch;
  private static Launched run;

  @BeforeAll
  static void run() throws IOException {
    assumeTrue(Files.isExecutable(SCRIPT), "there is no " + SCRIPT);
    Path pool = Files.writeString(scratch.resolve("pool.yaml"), POOL);
    String data = scratch.resolve("data").toString();
    run = Launched.workerpool(scratch, "run", "--data", data, pool.toString());
    await().atMost(LONG).until(() -> Files.exists(scratch.resolve("data/connect.json")));
  }

  @AfterAll
  static void end() {
    if (run != null) {
      run.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"q, 0", "INT, 130"})
  void top_onATerminal_leavesItAsItWas(String end, int status) throws Exception {
    try (var terminal = terminal(end.equals("q") ? "q" : "")) {
      if (!end.equals("q")) {
        terminal.awaitOut("unfinished");
        String pid = Files.readString(scratch.resolve("pid")).strip();
        assertThat(new ProcessBuilder("kill", "-" + end, pid).start().waitFor()).isZero();
      }
      assertThat(terminal.status()).isZero();
      List<String> parts = List.of(terminal.out().split("\033\\[\\?1049[hl]"));
      assertThat(parts).as(terminal.out()).hasSize(3);
      assertThat(parts.get(1)).startsWith("\033[?25l").endsWith("\033[?25h");
      List<String> after = parts.get(2).lines().toList();
      assertThat(after.get(0)).startsWith("tested (namespace default)");
      assertThat(after).contains("status " + status);
      assertThat(settings(parts.get(2))).isEqualTo(settings(parts.get(0))).contains("icanon");
    }
  }

  /** What is typed is there before it is asked for. */
  private static Launched terminal(String typed) throws IOException {
    String top =
        """
        stty -a
        env --default-signal=INT sh -c 'echo $$ >%1$s/pid; exec %2$s top --data %1$s/data'
        echo status $?
        stty -a
        """;
    Path program = Files.writeString(scratch.resolve("top.sh"), top.formatted(scratch, JAVA));
    String script = "printf '%s' | %s -qec 'sh %s' /dev/null".formatted(typed, SCRIPT, program);
    var builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().put("TERM", "xterm");
    return Launched.start(scratch, builder);
  }

  private static String settings(String printed) {
    return printed.substring(Math.max(printed.indexOf("speed "), 0));
  }
}
