package dev.workerpool.relay.hybrid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that tells two moments of {@link ProtocolModel} apart.
 *
 * @param flights entries under way to the server: name → put
 * @param doomed objects that somebody is about to delete
 * @param acked puts that were acknowledged
 * @param puts how many have been begun
 * @param lives how many objects have been made
 * @param told by watches, of entries: the head's version when the first of that name came to be
 */
record ProtocolState(
    Head head,
    Map<String, Obj> objects,
    List<Writer> writers,
    Map<String, Integer> flights,
    Set<Doomed> doomed,
    Set<Integer> acked,
    int puts,
    int checkpoints,
    int lives,
    Map<String, Integer> told) {

  /** The head; its checkpoint is the puts that it contains. */
  record Head(int version, LogIndex index, Set<Integer> checkpoint) {}

  /** An entry, and which object of that name it is. */
  record Obj(int put, int life) {}

  /** An object to be deleted, exactly that one. */
  record Doomed(String name, Obj object) {}

  /** What a writer is about to do. */
  enum Phase {
    DOWN,
    FENCE,
    LIST,
    BEGIN,
    SERVE,
    SENT,
    LOOK,
    CHECKPOINT
  }

  /**
   * A relay.
   *
   * @param version of the head as it knows it
   * @param next number of its next entry
   * @param content the puts it has
   * @param put that it is writing
   */
  record Writer(
      Phase phase, int version, LogIndex index, long next, Set<Integer> content, int put) {
    static final Writer DOWN = new Writer(Phase.DOWN, 0, null, 0, Set.of(), 0);

    Writer in(Phase other) {
      return new Writer(other, version, index, next, content, put);
    }
  }

  ProtocolState with(Head other) {
    return new ProtocolState(
        other, objects, writers, flights, doomed, acked, puts, checkpoints, lives, told);
  }

  ProtocolState with(int number, Writer writer) {
    List<Writer> all = new ArrayList<>(writers);
    all.set(number, writer);
    return new ProtocolState(
        head, objects, List.copyOf(all), flights, doomed, acked, puts, checkpoints, lives, told);
  }

  /** An entry is sent, for one more put. */
  ProtocolState sending(String name, int put) {
    Map<String, Integer> all = new HashMap<>(flights);
    all.put(name, put);
    return new ProtocolState(
        head, objects, writers, Map.copyOf(all), doomed, acked, put, checkpoints, lives, told);
  }

  ProtocolState withoutFlight(String name) {
    Map<String, Integer> all = new HashMap<>(flights);
    all.remove(name);
    return new ProtocolState(
        head, objects, writers, Map.copyOf(all), doomed, acked, puts, checkpoints, lives, told);
  }

  /** An entry arrives; nothing happens where one of its name is. */
  ProtocolState making(String name, int put) {
    if (objects.containsKey(name)) {
      return this;
    }
    Map<String, Obj> all = new HashMap<>(objects);
    all.put(name, new Obj(put, lives + 1));
    return new ProtocolState(
        head, Map.copyOf(all), writers, flights, doomed, acked, puts, checkpoints, lives + 1, told);
  }

  /** Watches tell of the entry that has just come to be. */
  ProtocolState telling(String name) {
    Map<String, Integer> all = new HashMap<>(told);
    all.putIfAbsent(name, head.version());
    return new ProtocolState(
        head, objects, writers, flights, doomed, acked, puts, checkpoints, lives, Map.copyOf(all));
  }

  ProtocolState dooming(Set<Doomed> more) {
    Set<Doomed> all = new HashSet<>(doomed);
    all.addAll(more);
    return new ProtocolState(
        head, objects, writers, flights, Set.copyOf(all), acked, puts, checkpoints, lives, told);
  }

  /** It is deleted, if it is still that one. */
  ProtocolState deleting(Doomed one) {
    Map<String, Obj> kept = new HashMap<>(objects);
    kept.remove(one.name(), one.object());
    Set<Doomed> rest = new HashSet<>(doomed);
    rest.remove(one);
    return new ProtocolState(
        head,
        Map.copyOf(kept),
        writers,
        flights,
        Set.copyOf(rest),
        acked,
        puts,
        checkpoints,
        lives,
        told);
  }

  ProtocolState acknowledging(int put) {
    Set<Integer> all = new HashSet<>(acked);
    all.add(put);
    return new ProtocolState(
        head, objects, writers, flights, doomed, Set.copyOf(all), puts, checkpoints, lives, told);
  }

  ProtocolState withCheckpoint() {
    return new ProtocolState(
        head, objects, writers, flights, doomed, acked, puts, checkpoints + 1, lives, told);
  }
}
