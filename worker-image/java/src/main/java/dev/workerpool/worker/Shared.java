package dev.workerpool.worker;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.json.Json;
import java.util.Map;

/** Something of the channel that has a name, by which it can be passed to others inside an item. */
abstract class Shared implements Json.Writable {
  final Connection connection;
  private final String name;

  Shared(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  public final String name() {
    return name;
  }

  /** In an item: its name under a key that says what it is. */
  @Override
  public final Object toJson() {
    return Map.of(kind(), name);
  }

  abstract String kind();

  /** The name in what {@link #toJson} made. */
  static String nameIn(Object json, String kind) {
    if (json instanceof Map<?, ?> map && map.get(kind) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(Json.write(json) + " is no " + kind);
  }

  /** A name that nobody else has, and that tells whose it is. */
  static String madeUpName(String prefix) {
    String key = Process.current().key().replaceAll("[^a-z0-9]", "-");
    String owner = key.isEmpty() ? "" : "-" + key.substring(0, Math.min(40, key.length()));
    return prefix + owner + "-" + Channel.newId();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + name + ")";
  }
}
