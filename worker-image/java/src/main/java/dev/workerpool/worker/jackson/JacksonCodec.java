package dev.workerpool.worker.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workerpool.worker.Codec;

/**
 * Items as JSON by Jackson: for beans, dates, polymorphic types, whatever the mapper knows.
 *
 * <pre>{@code
 * var tasks = Queue.open("tasks", JacksonCodec.of(mapper, Task.class));
 * }</pre>
 */
public final class JacksonCodec<T> implements Codec<T> {
  private final ObjectMapper mapper;
  private final JavaType type;

  private JacksonCodec(ObjectMapper mapper, JavaType type) {
    this.mapper = mapper;
    this.type = type;
  }

  public static <T> JacksonCodec<T> of(ObjectMapper mapper, Class<T> type) {
    return new JacksonCodec<>(mapper, mapper.constructType(type));
  }

  /** For generic types, made by the mapper's type factory. */
  public static <T> JacksonCodec<T> of(ObjectMapper mapper, JavaType type) {
    return new JacksonCodec<>(mapper, type);
  }

  @Override
  public Payload encode(T value) {
    try {
      return Payload.ofJson(mapper.writerFor(type).writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public T decode(Payload payload) {
    if (payload.json() == null) {
      throw new IllegalArgumentException("an item of " + payload.contentType() + " is no JSON");
    }
    try {
      return mapper.readValue(payload.json(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
