package dev.workerpool.channel;

import java.util.Objects;

/**
 * An item's payload: opaque, never interpreted.
 *
 * @param json true: {@code text} is one JSON value, kept exactly as sent; false: it is base64
 * @param text the JSON text, or the base64 text (RFC 4648 with padding) of the bytes
 * @param contentType media type of the bytes; {@code application/json} for JSON
 */
public record Body(boolean json, String text, String contentType) {
  public static final String JSON = "application/json";
  public static final String BYTES = "application/octet-stream";

  public Body {
    Objects.requireNonNull(text);
    contentType = contentType == null ? (json ? JSON : BYTES) : contentType;
  }

  /** One JSON value; the caller has checked that it is well-formed. */
  public static Body json(String text) {
    return new Body(true, text, JSON);
  }

  /** Bytes as base64; a null content type means {@code application/octet-stream}. */
  public static Body base64(String base64, String contentType) {
    return new Body(false, base64, contentType);
  }

  /** Size of the payload in bytes: UTF-8 of the JSON text, or what the base64 stands for. */
  public int sizeBytes() {
    return json ? Texts.utf8Length(text) : text.length() / 4 * 3;
  }
}
