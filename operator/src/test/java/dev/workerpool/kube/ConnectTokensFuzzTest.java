package dev.workerpool.kube;

import dev.workerpool.fuzz.KeptInputs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The annotation that lets people in: nobody is let in by what can't be read. */
public class ConnectTokensFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
  private static final String HASH = ConnectTokens.hash("wpc_one");

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    boolean allowed = ConnectTokens.allows(text, HASH, NOW);
    if (allowed && !text.contains(HASH + "@") && !text.contains(HASH)) {
      throw new AssertionError("let in by " + text);
    }
    String more = ConnectTokens.with(text, HASH, NOW.plusSeconds(60), NOW);
    if (!ConnectTokens.allows(more, HASH, NOW) || more.split(",").length > ConnectTokens.MAX) {
      throw new AssertionError(more);
    }
  }

  @KeptInputs
  void annotation_isReadOrIgnored(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
