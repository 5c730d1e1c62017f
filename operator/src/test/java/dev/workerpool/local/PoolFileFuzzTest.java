package dev.workerpool.local;

import dev.workerpool.fuzz.KeptInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Pool files of local mode. */
public class PoolFileFuzzTest {
  private static final int MAX_MESSAGE = 10_000;

  /** A pool, or a message about the file. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      PoolFile pool = PoolFile.of(Path.of("pool.yaml"), new String(input, StandardCharsets.UTF_8));
      LocalLimits.ignored(pool.template());
      LocalLimits.ignored(pool.pool().getSpec());
    } catch (BadInput told) {
      if (told.getMessage().length() > MAX_MESSAGE) {
        throw new AssertionError("a long message", told);
      }
    }
  }

  @KeptInputs
  void file_isReadOrRefused(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
