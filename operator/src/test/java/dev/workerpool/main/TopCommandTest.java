package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code workerpool top} where stdout is no terminal. */
class TopCommandTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path data;
  private PlayedRun played;

  @BeforeEach
  void play() throws IOException {
    played = new PlayedRun(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  @Test
  void top_printsALookAfterTheOther_whereNobodyLooks() {
    played.run("put", "tasks", "one", "two");

    assertThat(played.run("top", "--count", "2", "--interval", "200ms")).isZero();
    assertThat(played.printed()).doesNotContain("\033").endsWith("ready  false  0\n\n");
    assertThat(played.printed().lines().map(l -> l.replaceAll(" +", " ")))
        .filteredOn(l -> l.startsWith("tasks "))
        .extracting(l -> l.replaceAll("[0-9]s", "Ns"))
        .containsExactly("tasks 2 0 0 2 0 0 - - Ns -", "tasks 2 0 0 2 0 0 0 0 Ns -");
  }

  @Test
  void top_asJson_isALineForEachLook() {
    played.run("put", "tasks", "one");

    assertThat(played.run("top", "--json", "--count", "2", "--interval", "200ms")).isZero();
    List<String> lines = played.printed().lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("{\"at\":\""));
    assertThat(lines.get(0)).contains("\"channel\":\"consumers\"", "\"inPerSecond\":null");
    assertThat(lines.get(1)).contains("\"ready\":1", "\"inPerSecond\":0.0,\"donePerSecond\":0.0");
    assertThat(lines.get(1))
        .endsWith("\"events\":[{\"name\":\"ready\",\"set\":false,\"count\":0}]}");
  }

  @Test
  void top_outlivesItsRelay_butNotTheRun() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      played.publish(process.pid());
      var top = CompletableFuture.supplyAsync(() -> played.run("top", "--interval", "200ms"));
      await().atMost(LONG).until(() -> looks() > 0);
      Runnable back = played.silence();
      long before = looks();
      back.run();
      await().atMost(LONG).until(() -> looks() > before + 1);
      played.silence();
      process.destroyForcibly();

      assertThat(top.get(60, TimeUnit.SECONDS)).isEqualTo(ExitStatus.FAILED);
      assertThat(played.complaints())
          .containsExactly("workerpool top: the run of consumers has ended");
    } finally {
      process.destroyForcibly();
    }
  }

  private long looks() {
    return played.printed().lines().filter(line -> line.startsWith("QUEUE ")).count();
  }
}
