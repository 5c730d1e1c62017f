package dev.workerpool.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that this process belongs to: its size, and single keys. By {@code stty}, since Java
 * has no way to it.
 */
public final class Tty {
  /** Where it doesn't say how large it is, as a serial line. */
  static final Size USUAL = new Size(24, 80);

  private static final String FILE = "/dev/tty";

  /** Keys come one by one and unseen. ^C stays a signal; ^Z would leave the screen as it is. */
  private static final String SINGLE_KEYS = "-icanon -echo min 1 time 0 susp undef";

  private static final Pattern NUMBERS = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
  private static final Pattern SETTINGS = Pattern.compile("[0-9a-zA-Z:=_-]+");

  private final String settings;

  private Tty(String settings) {
    this.settings = settings;
  }

  /** Lines, and characters in each. */
  public record Size(int rows, int columns) {}

  /** Empty where there is no terminal, or no way to ask it. */
  public static Optional<Tty> open() {
    return stty("-g").filter(told -> SETTINGS.matcher(told).matches()).map(Tty::new);
  }

  /** How large it is now. */
  public Size size() {
    Matcher told = NUMBERS.matcher(stty("size").orElse(""));
    return told.matches()
        ? new Size(Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)))
        : USUAL;
  }

  /** From now on, until {@link #restore}, each key goes to {@code receiver} as it is pressed. */
  public void onEachKey(IntConsumer receiver) {
    if (stty(SINGLE_KEYS).isPresent()) {
      Thread reader = new Thread(() -> read(receiver), "keys");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private static void read(IntConsumer receiver) {
    try (InputStream keys = new FileInputStream(FILE)) {
      for (int key = keys.read(); key >= 0; key = keys.read()) {
        receiver.accept(key);
      }
    } catch (IOException e) {
      // The terminal is gone; whoever writes to it notices.
    }
  }

  /** Leaves it as it was when it was opened. A signal meanwhile doesn't hinder that. */
  public void restore() {
    stty(settings);
  }

  /** What it prints; empty when it fails, or isn't there. */
  private static Optional<String> stty(String arguments) {
    String command = "trap '' INT HUP TERM; exec stty " + arguments + " <" + FILE;
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectError(Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor() == 0 ? Optional.of(out.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
