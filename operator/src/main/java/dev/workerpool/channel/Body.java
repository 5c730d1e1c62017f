package dev.workerpool.channel;

import java.time.Duration;
import java.util.Objects;

/**
 * What is put: a payload, opaque and never interpreted, and how it is to be delivered.
 *
 * @param json true: {@code text} is one JSON value, kept exactly as sent; false: it is base64
 * @param text the JSON text, or the base64 text (RFC 4648 with padding) of the bytes
 * @param contentType media type of the bytes; {@code application/json} for JSON
 * @param priority lowest first; in a queue of order Priority only
 * @param delay after its put, before it can be delivered; in milliseconds
 */
public record Body(boolean json, String text, String contentType, int priority, Duration delay) {
  public static final String JSON = "application/json";
  public static final String BYTES = "application/octet-stream";

  /** The longest delay. */
  public static final Duration MAX_DELAY = Duration.ofDays(1);

  public Body {
    Objects.requireNonNull(text);
    Objects.requireNonNull(delay);
    contentType = contentType == null ? (json ? JSON : BYTES) : contentType;
  }

  /** One JSON value; the caller has checked that it is well-formed. */
  public static Body json(String text) {
    return new Body(true, text, JSON, 0, Duration.ZERO);
  }

  /** Bytes as base64; a null content type means {@code application/octet-stream}. */
  public static Body base64(String base64, String contentType) {
    return new Body(false, base64, contentType, 0, Duration.ZERO);
  }

  public Body withPriority(int number) {
    return new Body(json, text, contentType, number, delay);
  }

  public Body withDelay(Duration time) {
    return new Body(json, text, contentType, priority, time);
  }

  boolean isDelayed() {
    return !delay.isZero();
  }

  /** Size of the payload in bytes: UTF-8 of the JSON text, or what the base64 stands for. */
  public int sizeBytes() {
    return json ? Texts.utf8Length(text) : text.length() / 4 * 3;
  }
}
