package dev.workerpool.worker.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/** Calls the {@link Json.Reader} of a class that has a form of its own. */
final class JsonReaders {
  private JsonReaders() {}

  static Object read(Object value, Class<?> raw, Type type, String path) {
    try {
      Method reader = raw.getDeclaredMethod("fromJson", Object.class, Type.class);
      reader.setAccessible(true);
      return reader.invoke(null, value, type);
    } catch (InvocationTargetException e) {
      throw new JsonException(
          path + ": " + raw.getSimpleName() + " refuses it: " + e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new JsonException(path + ": " + raw.getSimpleName() + " has no fromJson: " + e);
    }
  }
}
