package dev.workerpool.worker.json;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Turns what was read into the type that somebody asked for; paths like {@code .a[2]} in errors.
 */
final class JsonBinder {

  Object bind(Object value, Type type, String path) {
    if (type instanceof ParameterizedType generic) {
      return bindGeneric(value, generic, path);
    }
    if (type instanceof WildcardType wildcard) {
      return bind(value, wildcard.getUpperBounds()[0], path);
    }
    if (type instanceof GenericArrayType array) {
      throw new JsonException(path + ": arrays of generic types aren't supported: " + array);
    }
    if (!(type instanceof Class<?> target)) {
      throw new JsonException(path + ": not supported: " + type);
    }
    return bindClass(value, target, path);
  }

  private Object bindClass(Object value, Class<?> type, String path) {
    if (value == null) {
      if (type.isPrimitive()) {
        throw new JsonException(path + ": missing, but it must be " + type);
      }
      return null;
    }
    if (type == Object.class) {
      return value;
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive() && type != boolean.class) {
      return JsonNumbers.narrow(value, type, path);
    }
    if (Json.Writable.class.isAssignableFrom(type)) {
      return JsonReaders.read(value, type, type, path);
    }
    if (type.isRecord()) {
      return bindRecord(map(value, type, path), type, path);
    }
    if (type.isArray()) {
      return bindArray(list(value, type, path), type.getComponentType(), path);
    }
    if (type.isEnum()) {
      return constant(text(value, type, path), type, path);
    }
    if (type == UUID.class) {
      return UUID.fromString(text(value, type, path));
    }
    if (Set.class == type) {
      return new LinkedHashSet<Object>(list(value, type, path));
    }
    if (type.isInstance(value)) {
      return value;
    }
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    throw misfit(value, type, path);
  }

  private Object bindGeneric(Object value, ParameterizedType type, String path) {
    if (value == null) {
      return null;
    }
    Class<?> raw = (Class<?>) type.getRawType();
    if (Json.Writable.class.isAssignableFrom(raw)) {
      return JsonReaders.read(value, raw, type, path);
    }
    Type[] arguments = type.getActualTypeArguments();
    if (Map.class == raw) {
      Map<Object, Object> bound = new LinkedHashMap<>();
      Map<?, ?> fields = map(value, raw, path);
      fields.forEach((k, v) -> bound.put(k, bind(v, arguments[1], path + "." + k)));
      return bound;
    }
    if (raw.isAssignableFrom(List.class) || Set.class == raw) {
      List<?> elements = list(value, raw, path);
      Collection<Object> bound = Set.class == raw ? new LinkedHashSet<>() : new ArrayList<>();
      for (Object element : elements) {
        bound.add(bind(element, arguments[0], path + "[" + bound.size() + "]"));
      }
      return bound;
    }
    throw new JsonException(path + ": not supported: " + type);
  }

  private Object bindRecord(Map<?, ?> fields, Class<?> type, String path) {
    RecordShape shape = RecordShape.of(type);
    Object[] values = new Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = shape.parts().get(i);
      values[i] = bind(fields.get(part.name()), part.type(), path + "." + part.name());
    }
    try {
      return shape.make(values);
    } catch (InvocationTargetException e) {
      throw new JsonException(path + ": " + type.getSimpleName() + " refuses it: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new JsonException(path + ": cannot make a " + type.getName() + ": " + e);
    }
  }

  private Object bindArray(List<?> elements, Class<?> type, String path) {
    Object array = Array.newInstance(type, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, bind(elements.get(i), type, path + "[" + i + "]"));
    }
    return array;
  }

  private static Object constant(String name, Class<?> type, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new JsonException(path + ": no " + type.getSimpleName() + " is called " + name);
  }

  private static Map<?, ?> map(Object value, Class<?> wanted, String path) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw misfit(value, wanted, path);
  }

  private static List<?> list(Object value, Class<?> wanted, String path) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw misfit(value, wanted, path);
  }

  private static String text(Object value, Class<?> wanted, String path) {
    if (value instanceof String text) {
      return text;
    }
    throw misfit(value, wanted, path);
  }

  static JsonException misfit(Object value, Class<?> wanted, String path) {
    return new JsonException(
        (path.isEmpty() ? "" : path + ": ")
            + Json.write(value)
            + " is no "
            + wanted.getSimpleName());
  }
}
