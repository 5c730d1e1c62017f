package dev.workerpool.worker;

import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;

/** A flag that the processes of a pool share, and wait for. */
public final class Event extends Shared {
  private static final String KIND = "$event";

  Event(Connection connection, String name) {
    super(connection, name);
  }

  /** An event that is declared in the pool's spec, or was made by another process. */
  public static Event open(String name) {
    return new Event(Connection.current(), name);
  }

  /** A new event that lives as long as this process; its name is made up, tell it to others. */
  public static Event create() throws InterruptedException {
    return create(madeUpName("e"));
  }

  /** The same under that name; whoever makes it again gets the same event. */
  public static Event create(String name) throws InterruptedException {
    Event event = open(name);
    event.connection.change(c -> c.events().make(name));
    return event;
  }

  /** Sets it, and wakes all who wait. */
  public void set() throws InterruptedException {
    connection.change(c -> c.events().set(name()));
  }

  public void clear() throws InterruptedException {
    connection.change(c -> c.events().clear(name()));
  }

  public boolean isSet() throws InterruptedException {
    return connection.call(channel -> channel.events().isSet(name()));
  }

  /** Waits until it is set. */
  public void await() throws InterruptedException {
    await(null);
  }

  /** Waits until it is set, no longer than that; false when it wasn't. */
  public boolean await(Duration timeout) throws InterruptedException {
    Deadline deadline = connection.channel.deadline(timeout);
    return connection.call(channel -> channel.events().await(name(), deadline)) == Outcome.DONE;
  }

  @Override
  String kind() {
    return KIND;
  }

  @Json.Reader
  static Event fromJson(Object json, Type type) {
    return open(nameIn(json, KIND));
  }
}
