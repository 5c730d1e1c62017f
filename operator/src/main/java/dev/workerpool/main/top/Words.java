package dev.workerpool.main.top;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them at a glance: three or four characters each. Pure. */
final class Words {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;
  private static final int MANY_DAYS = 100;
  private static final double FEW = 9.95;
  private static final double LEAST = 0.05;

  private Words() {}

  /** Per second: {@code 0}, {@code <0.1}, {@code 3.4}, {@code 120}; {@code -} for null. */
  static String rate(Double rate) {
    if (rate == null) {
      return Figures.NONE;
    } else if (rate == 0) {
      return "0";
    } else if (rate < LEAST) {
      return "<0.1";
    }
    return String.format(Locale.ROOT, rate < FEW ? "%.1f" : "%.0f", rate);
  }

  /** {@code 12s}, {@code 3m20s}, {@code 2h05m}, {@code 4d03h}, {@code 120d}; {@code -} for null. */
  static String span(Duration span) {
    if (span == null) {
      return Figures.NONE;
    }
    long seconds = span.toSeconds();
    if (seconds < MINUTE) {
      return seconds + "s";
    } else if (seconds < HOUR) {
      return two(seconds / MINUTE, "m", seconds % MINUTE, "s");
    } else if (seconds < DAY) {
      return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
    }
    long days = seconds / DAY;
    return days < MANY_DAYS ? two(days, "d", seconds % DAY / HOUR, "h") : days + "d";
  }

  private static String two(long more, String unit, long less, String lesser) {
    return String.format(Locale.ROOT, "%d%s%02d%s", more, unit, less, lesser);
  }
}
