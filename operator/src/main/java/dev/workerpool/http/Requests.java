package dev.workerpool.http;

import dev.workerpool.api.wire.WireItem;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Body;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parts of a call; what can't be read is problem {@code malformed}. */
final class Requests {
  /** Seconds, with an optional fraction and an optional {@code s}. */
  private static final Pattern WAIT = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,9})?)s?");

  /** It is kept with the item. */
  private static final int MAX_TYPE = 256;

  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

  private Requests() {}

  /** The JSON message in the body. */
  static <T> T message(Call call, Class<T> type) {
    try {
      return WireJson.read(text(call.body()), type);
    } catch (IllegalArgumentException e) {
      throw malformed(e.getMessage());
    }
  }

  /** As {@link #message}, but an empty body stands for an empty object. */
  static <T> T messageOrEmpty(Call call, Class<T> type) {
    return message(call.body().length == 0 ? call.withBody(new byte[] {'{', '}'}) : call, type);
  }

  /** The parameter {@code wait}: at most {@link Limits#MAX_WAIT}; zero when it isn't there. */
  static Duration patience(Call call) {
    String wait = call.parameter("wait").orElse("0");
    Matcher seconds = WAIT.matcher(wait);
    if (!seconds.matches()) {
      throw malformed("wait: is seconds, as in 20s or 0.5, not " + wait);
    }
    Duration patience =
        Duration.ofNanos((long) (Double.parseDouble(seconds.group(1)) * 1_000_000_000L));
    if (patience.compareTo(Limits.MAX_WAIT) > 0) {
      throw malformed("wait: is at most " + Limits.MAX_WAIT.toSeconds() + "s");
    }
    return patience;
  }

  /** A parameter that is a whole number from 0; {@code absent} when it isn't there. */
  static Long count(Call call, String parameter, Long absent) {
    return call.parameter(parameter).map(text -> count(parameter, text)).orElse(absent);
  }

  /** The highest epoch that the client has seen; 0 for none. */
  static long seenEpoch(Call call) {
    return call.header("channel-epoch").map(text -> count("Channel-Epoch", text)).orElse(0L);
  }

  /** The header Idempotency-Key, or null. */
  static String idempotencyKey(Call call) {
    String key = call.header("idempotency-key").orElse(null);
    if (key != null && (key.isEmpty() || key.length() > 256)) {
      throw malformed("Idempotency-Key: has 1 to 256 characters");
    }
    return key;
  }

  /** Whether the body is JSON, or else one item of that type; no type means JSON. */
  static boolean isJson(Call call) {
    String type = call.header("content-type").orElse("").toLowerCase(java.util.Locale.ROOT);
    String media = type.split(";", 2)[0].strip();
    // What `curl -d` says unless told otherwise; nobody sends forms here.
    return media.isEmpty()
        || media.equals(Reply.JSON)
        || media.endsWith("+json")
        || media.equals("application/x-www-form-urlencoded");
  }

  static Body body(WireItem item) {
    return payload(item)
        .withPriority(item.priority() == null ? 0 : item.priority())
        .withDelay(delay(item.delay()));
  }

  /** Seconds as sent, to the millisecond, rounded up; null is none. */
  static Duration delay(BigDecimal seconds) {
    return seconds == null
        ? Duration.ZERO
        : Duration.ofMillis(
            seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue());
  }

  private static Body payload(WireItem item) {
    if (item.json() != null) {
      return Body.json(item.json().text());
    }
    try {
      Base64.getDecoder().decode(item.base64());
    } catch (IllegalArgumentException e) {
      throw malformed("items.base64: " + e.getMessage());
    }
    return Body.base64(item.base64(), item.contentType());
  }

  /** A body that is no JSON message: one item as it came. */
  static Body rawBody(Call call) {
    String type = call.header("content-type").orElse(Body.BYTES);
    if (type.length() > MAX_TYPE) {
      throw malformed("Content-Type: has at most " + MAX_TYPE + " characters");
    }
    return Body.base64(Base64.getEncoder().encodeToString(call.body()), type);
  }

  static Problem malformed(String detail) {
    return Problem.of(ProblemType.MALFORMED, detail);
  }

  private static long count(String name, String text) {
    if (!COUNT.matcher(text).matches()) {
      throw malformed(name + ": is a whole number");
    }
    return Long.parseLong(text);
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the body is not UTF-8");
    }
  }
}
