package dev.workerpool.worker.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** A record class as JSON needs it: found out once a class, for that is slow. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  /** A component. */
  record Part(String name, Type type, Method accessor) {
    Object of(Record value) {
      try {
        return accessor.invoke(value);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new JsonException("cannot read " + name + ": " + e.getCause());
      }
    }
  }

  private final List<Part> parts;
  private final Constructor<?> constructor;

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    parts = Arrays.stream(components).map(RecordShape::part).toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // every record has it
    }
    constructor.setAccessible(true); // users' records are seldom public
  }

  private static Part part(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Part(component.getName(), component.getGenericType(), accessor);
  }

  /**
   * The shape of a record class.
   *
   * @throws RuntimeException where its module doesn't open it
   */
  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<Part> parts() {
    return parts;
  }

  /** Calls the canonical constructor. */
  Object make(Object[] values) throws ReflectiveOperationException {
    return constructor.newInstance(values);
  }
}
