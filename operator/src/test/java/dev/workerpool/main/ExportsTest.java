package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportsTest {
  @Test
  void whatIsNewOrAnother_isALine_asAShellReadsIt() {
    assertThat(
            Exports.of(
                Map.of("PATH", "/bin", "HOME", "/me"),
                Map.of("PATH", "/sdk:/bin", "HOME", "/me", "A", "it's $HOME\n`b`")))
        .isEqualTo("export A='it'\\''s $HOME\n`b`'\nexport PATH='/sdk:/bin'\n");
  }
}
