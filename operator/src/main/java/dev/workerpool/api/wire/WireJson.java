package dev.workerpool.api.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.stream.Collectors;

/** The wire records as text and back: unknown fields are ignored, wrong types are refused. */
public final class WireJson {
  static final Object TEXT = WireJson.class;

  private static final JsonMapper MAPPER = mapper();

  private WireJson() {}

  /**
   * Reads one message.
   *
   * @throws IllegalArgumentException saying what is wrong, with the field's name where there is one
   */
  public static <T> T read(String text, Class<T> type) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a JSON object is required");
    }
    try {
      T value = MAPPER.readerFor(type).withAttribute(TEXT, text).readValue(text);
      if (value == null) {
        throw new IllegalArgumentException("a JSON object is required");
      }
      return value;
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof JsonParseException broken) {
        throw new IllegalArgumentException("not JSON: " + reason(broken), e);
      }
      throw new IllegalArgumentException(path(e) + reason(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + reason(e), e);
    }
  }

  /** One line of compact JSON. */
  public static String write(Object message) {
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + message.getClass().getSimpleName(), e);
    }
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(p -> p.getFieldName() == null ? "[" + p.getIndex() + "]" : "." + p.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "" : (path.startsWith(".") ? path.substring(1) : path) + ": ";
  }

  /** Without Jackson's advice to its programmers, which is no help to a caller. */
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String first = message == null ? "unreadable" : message.lines().findFirst().orElse("");
    return first.replaceAll("`?(?:java|dev)\\.[\\w.$]+\\.([\\w$]+)(?:<[^>]*>)?`?", "$1");
  }

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What a parser quotes in its errors may be someone's payload.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      builder.withCoercionConfig(
          LogicalType.Textual, c -> c.setCoercion(shape, CoercionAction.Fail));
    }
    return builder.build();
  }
}
