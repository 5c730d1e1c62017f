package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(new PrintStream(terminal, true, StandardCharsets.UTF_8), Optional.empty());

  @Test
  void paint_writesOverWhatWasThere_withoutALineFeedThatScrolls() {
    screen.paint(List.of("first", "second"));

    assertThat(painted()).isEqualTo("^[[Hfirst^[[K\r\nsecond^[[K^[[J");
  }

  @Test
  void close_leavesTheTerminalAsItWas_andTheLastPictureBelow() {
    screen.enter();
    screen.paint(List.of("old"));
    screen.paint(List.of("new"));
    terminal.reset();

    screen.close();

    assertThat(painted()).isEqualTo("^[[?7h^[[?25h^[[?1049lnew\r\n");
  }

  @Test
  void paint_afterTheEnd_writesNothing() {
    screen.enter();
    screen.close();
    terminal.reset();

    screen.paint(List.of("late"));
    screen.close();

    assertThat(painted()).isEmpty();
  }

  private String painted() {
    return terminal.toString(StandardCharsets.UTF_8).replace("\033", "^[");
  }
}
