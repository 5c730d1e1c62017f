package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program of this machine finds around it as a guest of a pool. */
class GuestTest {
  @Test
  void environment_keepsTheUsersSettings_butNoOtherProcesssPlace() {
    Map<String, String> users =
        Map.of(
            "HOME", "/me",
            "CLASSPATH", "/mine",
            "WORKERPOOL_LOG_LEVEL", "DEBUG",
            "WORKERPOOL_POD_UID", "another",
            "WORKERPOOL_URL", "http://other");
    Map<String, String> found =
        GuestTools.unpack().environment(users, Map.of("WORKERPOOL_URL", "http://this"));
    assertThat(found)
        .containsEntry("HOME", "/me")
        .containsEntry("WORKERPOOL_LOG_LEVEL", "DEBUG")
        .containsEntry("WORKERPOOL_URL", "http://this")
        .doesNotContainKey("WORKERPOOL_POD_UID");
    assertThat(found.get("CLASSPATH")).startsWith("/mine" + File.pathSeparator).endsWith(".jar");
    assertThat(found.get("PYTHONPATH")).endsWith("python");
  }

  @Test
  void command_isFoundAsAShellFindsIt(@TempDir Path folder) throws Exception {
    Path first = Files.createDirectories(folder.resolve("a/tool")).getParent();
    Path tool = Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("tool"), "");
    String path = first + ":" + tool.getParent();
    assertThatThrownBy(() -> CommandFile.find("tool", path))
        .hasMessage("tool: cannot be executed")
        .returns(126, e -> ((CommandFile.CannotRun) e).status());
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    assertThat(CommandFile.find("tool", path)).isEqualTo(tool);
    assertThat(CommandFile.find(tool.toString(), "")).isEqualTo(tool);
    for (String missing : new String[] {"none", "", "./tool"}) {
      assertThatThrownBy(() -> CommandFile.find(missing, path))
          .hasMessage(missing + ": not found")
          .returns(127, e -> ((CommandFile.CannotRun) e).status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "at the terminal, 10 (my java) S 1 10 9 34816 10, true",
    "in its background, 10 (a) b) S 1 10 9 34816 77, false",
    "without one, 10 (java) S 1 10 9 0 -1, false"
  })
  void interrupt_isTheTerminalsOwn_whereWeAreItsForeground(String where, String stat, boolean is) {
    assertThat(GuestProcess.isForeground(stat + " 4194304 0")).as(where).isEqualTo(is);
  }
}
