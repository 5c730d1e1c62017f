package dev.workerpool.worker;

/**
 * How a queue's items become bytes and values again. Ours knows JSON and byte arrays; see {@link
 * dev.workerpool.worker.jackson.JacksonCodec} for Jackson, or write your own.
 */
public interface Codec<T> {
  /** The item of a value. */
  Payload encode(T value);

  /**
   * The value of an item.
   *
   * @throws RuntimeException when it is none of this codec's; the item then becomes a dead letter
   */
  T decode(Payload payload);

  /**
   * An item: a JSON text, or bytes with their content type; the other two are null.
   *
   * @param json read by every language, and shown by {@code kubectl} and {@code curl} as it is
   */
  record Payload(String json, byte[] bytes, String contentType) {
    public static Payload ofJson(String json) {
      return new Payload(json, null, null);
    }

    public static Payload ofBytes(byte[] bytes, String contentType) {
      return new Payload(null, bytes, contentType);
    }
  }

  /** JSON: strings, numbers, booleans, null, lists, maps, records and enums; or {@code byte[]}. */
  static <T> Codec<T> of(Class<T> type) {
    return new JsonCodec<>(type);
  }
}
