package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Requests that must not be done twice.
 *
 * @param times fingerprints of their keys, and when each was used
 * @param answers what a repeat is answered, as a number; only those that aren't 0
 */
record Remembered(Timed<String> times, PMap<String, Long> answers) {
  static final Remembered NOTHING = new Remembered(Timed.empty(), HashTreePMap.empty());

  boolean contains(String key) {
    return times.contains(key);
  }

  long size() {
    return times.at().size();
  }

  /** The key used longest ago; there must be one. */
  String oldest() {
    return byTime().firstEntry().getValue().first();
  }

  /** The answer remembered with the key; 0 for none. */
  long answer(String key) {
    return answers.getOrDefault(key, 0L);
  }

  Remembered plus(String key, Instant at, long answer) {
    return new Remembered(
        times.plus(key, at), answer == 0 ? answers.minus(key) : answers.plus(key, answer));
  }

  Remembered minus(String key) {
    return new Remembered(times.minus(key), answers.minus(key));
  }

  /** Keys used at that time or earlier, oldest first. */
  List<String> until(Instant time) {
    return times.until(time);
  }

  TreePMap<Instant, TreePSet<String>> byTime() {
    return times.byTime();
  }
}
