package dev.workerpool.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The whole terminal, painted again and again. However the command ends (but by SIGKILL), the
 * terminal is as it was before, and what was painted last stands below.
 */
public final class Screen implements AutoCloseable {
  /** The other screen, no cursor, and no line that goes on in the next one. */
  private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";

  private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";

  private final PrintStream out;
  private final Optional<Tty> tty;
  private final Thread atExit = new Thread(this::leave, "screen");
  private List<String> shown = List.of();
  private boolean left;

  Screen(PrintStream out, Optional<Tty> tty) {
    this.out = out;
    this.tty = tty;
  }

  /**
   * Takes the terminal over.
   *
   * @param out leads to a terminal
   * @param onKey told of each key, where the terminal has any
   * @param onResize told when the terminal has another size
   */
  public static Screen open(PrintStream out, IntConsumer onKey, Runnable onResize) {
    var screen = new Screen(out, Tty.open());
    Signals.on("WINCH", number -> onResize.run());
    screen.enter();
    screen.tty.ifPresent(tty -> tty.onEachKey(onKey));
    return screen;
  }

  synchronized void enter() {
    Runtime.getRuntime().addShutdownHook(atExit);
    out.print(ENTER);
    out.flush();
  }

  /** How large it is now. */
  public Tty.Size size() {
    return tty.map(Tty::size).orElse(Tty.USUAL);
  }

  /**
   * Shows these lines and nothing else; false when the terminal is gone.
   *
   * @param lines no more than the screen has, none longer than it is wide
   */
  public synchronized boolean paint(List<String> lines) {
    if (!left) {
      shown = List.copyOf(lines);
      var text = new StringBuilder(HOME);
      for (int i = 0; i < lines.size(); i++) {
        text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(REST_OF_LINE);
      }
      out.print(text.append(REST_OF_SCREEN));
      out.flush();
    }
    return !out.checkError();
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      out.print(LEAVE);
      shown.forEach(line -> out.print(line + "\r\n"));
      out.flush();
      tty.ifPresent(Tty::restore);
    }
  }

  @Override
  public void close() {
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }
}
