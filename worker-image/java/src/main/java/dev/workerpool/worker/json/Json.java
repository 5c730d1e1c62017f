package dev.workerpool.worker.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Type;

/**
 * JSON ⇄ Java values: null, Boolean, Long (BigInteger beyond its range), Double, String, List, Map
 * (in the text's order), and records, enums and collections of those by {@link #as}.
 */
public final class Json {
  private Json() {}

  /** JSON text to be written as it is. */
  public record Raw(String text) {}

  /** A class with a form of its own, which its {@link Reader} reads. */
  public interface Writable {
    Object toJson();
  }

  /**
   * Marks a static method {@code fromJson(Object json, Type type)} that makes an instance from what
   * {@link Writable#toJson} answered; type: what was asked for, with its arguments.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  public @interface Reader {}

  /**
   * The value as compact JSON.
   *
   * @throws JsonException when the value, or one in it, has no form in JSON: NaN, a map with keys
   *     that aren't strings, an object that is neither record, enum, collection nor array
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, false).write(value, 0);
    return out.toString();
  }

  /** As {@link #write}, but leaves record components out that are null. */
  public static String writeWithoutNulls(Object value) {
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, true).write(value, 0);
    return out.toString();
  }

  /**
   * The value of a JSON text.
   *
   * @throws JsonException when it is none, or nested deeper than 200 levels
   */
  public static Object read(String text) {
    return new JsonReader(text).readAll();
  }

  /** The value of a JSON text as that type; see {@link #as}. */
  public static <T> T read(String text, Class<T> type) {
    return as(read(text), type);
  }

  /**
   * A value made by {@link #read} as a record, enum, number, array or whatever {@code type} is.
   * Fields that a record lacks are ignored, components that the value lacks are null.
   *
   * @throws JsonException naming the field, when it doesn't fit: a fraction for an int, a missing
   *     primitive, a list for a record
   */
  @SuppressWarnings("unchecked") // the binder answers an instance of the type it was given
  public static <T> T as(Object value, Class<T> type) {
    return (T) new JsonBinder().bind(value, (Type) type, "");
  }
}
