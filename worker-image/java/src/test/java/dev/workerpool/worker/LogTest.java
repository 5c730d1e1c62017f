package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void lines_areThoseOfMultiprocessing_atTheLevelAskedFor() {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      Log.toStderr(Level.INFO);
      Log.toStderr(Level.INFO); // not twice
      Log.logger().fine("too fine");
      Log.logger().info("doing some work");
      Log.logger().severe("failed");
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("[INFO/MainProcess] doing some work\n[ERROR/MainProcess] failed\n");
  }

  @Test
  void levels_arePythons() {
    assertThat(Log.level("debug")).isEqualTo(Level.FINE);
    assertThat(Log.level("20")).isEqualTo(Level.INFO);
    assertThat(Log.level("")).isEqualTo(Level.WARNING);
  }
}
