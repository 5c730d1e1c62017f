package dev.workerpool.main;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as kubectl writes them: {@code 500ms}, {@code 60s}, {@code 1m30s}, {@code 2h}. */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final int LONGEST = 100;
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  @Override
  public Duration convert(String text) {
    Duration sum = Duration.ZERO;
    if (text.length() <= LONGEST && WHOLE.matcher(text).matches()) {
      Matcher part = PART.matcher(text);
      while (part.find()) {
        double millis = Double.parseDouble(part.group(1)) * unitMillis(part.group(2));
        sum = sum.plusMillis(Math.round(millis));
      }
    }
    if (sum.isZero()) {
      throw new TypeConversionException("'" + text + "' is no duration like 60s or 1m30s");
    }
    return sum;
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
