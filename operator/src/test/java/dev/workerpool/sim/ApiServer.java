package dev.workerpool.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A Kubernetes API server as far as a store can tell: objects with resource versions, and a way
 * there and back on which requests and replies are lost, late, doubled and refused.
 */
final class ApiServer {
  /** Told of every change, right after it. */
  interface Listener {
    /**
     * @param by null: a person
     */
    void changed(Host by, Obj before, Obj after);
  }

  /**
   * @param version the resourceVersion; unique in the server
   * @param content opaque
   * @param bytes size of the content
   */
  record Obj(String name, String uid, long version, Object content, long bytes) {}

  /** A request. */
  sealed interface Request {}

  record Get(String name) implements Request {}

  record Create(String name, Object content, long bytes) implements Request {}

  record Update(String name, long version, Object content, long bytes) implements Request {}

  /**
   * @param uid precondition; null for none
   */
  record Delete(String name, String uid) implements Request {}

  /** All whose names begin so, in the order of their names. */
  record ListOf(String prefix) implements Request {}

  /** A reply; failures come exceptionally, as {@link Failure}. */
  sealed interface Reply {}

  record Present(Obj object) implements Reply {}

  record Listed(List<Obj> objects) implements Reply {}

  /**
   * @param status 404, 409 (conflict), 410 (already exists; so told apart here)
   */
  record Refused(int status) implements Reply {}

  static final int ABSENT = 404;
  static final int CONFLICT = 409;
  static final int EXISTS = 410;

  /**
   * No answer that says what happened, or a refusal to be tried again.
   *
   * @see #status 0 for a lost connection
   */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Failure(int status) {
      super("status " + status, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Heap heap;
  private final Weather weather;
  private final TreeMap<String, Obj> objects = new TreeMap<>();
  private final Listener listener;
  private final Watching watching;
  private long versions;

  ApiServer(Heap heap, Weather weather, Listener listener) {
    this.heap = heap;
    this.weather = weather;
    this.watching = new Watching(heap);
    this.listener = listener;
  }

  /** From now on nothing goes wrong. */
  void clear() {
    weather.clear();
    watching.clear();
  }

  Watching watching() {
    return watching;
  }

  /** Sends it from that process; what comes back comes back in there. */
  CompletableFuture<Reply> call(Host from, Request request) {
    CompletableFuture<Reply> result = new CompletableFuture<>();
    new Passage(heap, this, from, request, result).begin(weather.next());
    return result;
  }

  /** What the server does, at once and reliably, for a person. */
  Reply apply(Request request) {
    return apply(null, request);
  }

  /**
   * The same, for that process.
   *
   * @param by null: a person
   */
  Reply apply(Host by, Request request) {
    if (request instanceof Get get) {
      Obj found = objects.get(get.name());
      return found == null ? new Refused(ABSENT) : new Present(found);
    } else if (request instanceof ListOf list) {
      List<Obj> found = new ArrayList<>();
      objects.tailMap(list.prefix()).values().stream()
          .takeWhile(o -> o.name().startsWith(list.prefix()))
          .forEach(found::add);
      return new Listed(List.copyOf(found));
    } else if (request instanceof Create create) {
      return create(by, create);
    } else if (request instanceof Update update) {
      return update(by, update);
    }
    return delete(by, (Delete) request);
  }

  private Reply create(Host by, Create r) {
    if (objects.containsKey(r.name())) {
      return new Refused(EXISTS);
    }
    return stored(by, new Obj(r.name(), "uid-" + ++versions, versions, r.content(), r.bytes()));
  }

  private Reply update(Host by, Update r) {
    Obj before = objects.get(r.name());
    if (before == null) {
      return new Refused(ABSENT);
    }
    return before.version() != r.version()
        ? new Refused(CONFLICT)
        : stored(by, new Obj(r.name(), before.uid(), ++versions, r.content(), r.bytes()));
  }

  private Reply delete(Host by, Delete r) {
    Obj before = objects.get(r.name());
    if (before == null) {
      return new Refused(ABSENT);
    }
    if (r.uid() != null && !r.uid().equals(before.uid())) {
      return new Refused(CONFLICT);
    }
    objects.remove(r.name());
    watching.changed(before, null);
    listener.changed(by, before, null);
    return new Present(before);
  }

  private Reply stored(Host by, Obj after) {
    Obj before = objects.put(after.name(), after);
    watching.changed(before, after);
    listener.changed(by, before, after);
    return new Present(after);
  }
}
