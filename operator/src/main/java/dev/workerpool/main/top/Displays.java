package dev.workerpool.main.top;

import dev.workerpool.local.Screen;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The ways to show a channel.
 *
 * @param interval between two looks
 */
public record Displays(String namespace, String channel, Duration interval, PrintStream out) {

  /** A line of JSON for each look. */
  public Display json() {
    return look -> printed(LookJson.line(namespace, channel, look));
  }

  /** Looks as text, one behind the other, with an empty line between them. */
  public Display blocks() {
    return look -> printed(String.join("\n", picture().block(look)) + "\n");
  }

  /** The terminal that {@code out} leads to, on which {@code q} ends it. */
  public Display screen(Watching watching) {
    Screen screen =
        Screen.open(
            out, key -> pressed(key, watching), () -> watching.tell(Watching.Notice.RESIZED));
    return new OnScreen(picture(), screen);
  }

  private static void pressed(int key, Watching watching) {
    if (key == 'q' || key == 'Q') {
      watching.tell(Watching.Notice.QUIT);
    }
  }

  private Picture picture() {
    String name = "%s (namespace %s)".formatted(channel, namespace);
    return new Picture(name, interval, ZoneId.systemDefault());
  }

  private boolean printed(String text) {
    out.println(text);
    out.flush();
    return !out.checkError();
  }
}
