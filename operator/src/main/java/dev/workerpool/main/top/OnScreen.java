package dev.workerpool.main.top;

import dev.workerpool.local.Screen;
import java.time.Instant;
import java.time.InstantSource;

/** Looks on a terminal, each in place of the one before. */
final class OnScreen implements Display {
  private final Picture picture;
  private final Screen screen;
  private final InstantSource clock = InstantSource.system();
  private Look look;
  private Picture.Silence silence;
  private volatile String trouble;

  /** Shows at once that the relay is asked. */
  OnScreen(Picture picture, Screen screen) {
    this.picture = picture;
    this.screen = screen;
    paint();
  }

  @Override
  public void trouble(String why) {
    trouble = why;
  }

  @Override
  public boolean show(Look next) {
    look = next;
    silence = null;
    trouble = null;
    return paint();
  }

  @Override
  public void silent(Instant since) {
    silence = new Picture.Silence(since, trouble);
    paint();
  }

  @Override
  public void resized() {
    paint();
  }

  private boolean paint() {
    return screen.paint(picture.screen(look, silence, clock.instant(), screen.size()));
  }

  @Override
  public void close() {
    screen.close();
  }
}
