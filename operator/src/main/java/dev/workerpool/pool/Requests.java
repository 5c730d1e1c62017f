package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people ask of single processes by annotations of the pool. Lists say how things shall be, so
 * that reading them again changes nothing; a list that can't be read asks for nothing.
 *
 * @param terminate by key the highest attempt that shall not be alive
 * @param kill the same, by SIGKILL
 * @param start by key the attempt that there shall be at least
 * @param faults one line each, beginning with the annotation
 */
record Requests(
    Map<String, Integer> terminate,
    Map<String, Integer> kill,
    Map<String, Integer> start,
    List<String> faults) {
  private static final int EVERY_ATTEMPT = Integer.MAX_VALUE;

  /** In one list, however often named: a pool has 10,000 numbered processes at the most. */
  private static final int MOST_KEYS = 20_000;

  private static final Pattern PART =
      Pattern.compile(
          "(?:(?<from>[0-9]{1,9})-(?<to>[0-9]{1,9})|(?<key>[a-z0-9]([-.a-z0-9]{0,80}[a-z0-9])?))"
              + "(?:=(?<attempt>[0-9]{1,9}))?");

  static Requests of(ObjectMeta pool) {
    Map<String, String> annotations =
        pool.getAnnotations() == null ? Map.of() : pool.getAnnotations();
    var faults = new ArrayList<String>();
    return new Requests(
        read(annotations, Labels.TERMINATE, faults),
        read(annotations, Labels.KILL, faults),
        read(annotations, Labels.START, faults),
        faults);
  }

  private static Map<String, Integer> read(
      Map<String, String> annotations, String name, List<String> faults) {
    String text = annotations.getOrDefault(name, "").strip();
    var attempts = new HashMap<String, Integer>();
    if (text.isEmpty()) {
      return attempts;
    }
    int left = MOST_KEYS;
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      int named = matcher.matches() ? named(matcher, name.equals(Labels.START)) : 0;
      if (named < 1 || named > left) {
        String usage = name.equals(Labels.START) ? "3=1,main=2" : "3,5-7,main or 3=1";
        faults.add(
            named > left
                ? "%s: names more than %d processes".formatted(name, MOST_KEYS)
                : "%s: can't read \"%s\"; write keys as %s".formatted(name, shown(part), usage));
        return Map.of();
      }
      left -= named;
      add(matcher, attempts);
    }
    return attempts;
  }

  private static String shown(String part) {
    return part.length() > 40 ? part.substring(0, 40) + "…" : part;
  }

  /** How many keys that part names; 0 where it can't be. */
  private static int named(Matcher part, boolean mustCount) {
    if (mustCount && part.group("attempt") == null) {
      return 0;
    }
    return part.group("key") != null
        ? 1
        : Integer.parseInt(part.group("to")) - Integer.parseInt(part.group("from")) + 1;
  }

  private static void add(Matcher part, Map<String, Integer> attempts) {
    String count = part.group("attempt");
    int attempt = count == null ? EVERY_ATTEMPT : Integer.parseInt(count);
    if (part.group("key") != null) {
      attempts.merge(part.group("key"), attempt, Math::max);
      return;
    }
    int to = Integer.parseInt(part.group("to"));
    for (int n = Integer.parseInt(part.group("from")); n <= to; n++) {
      attempts.merge(Integer.toString(n), attempt, Math::max);
    }
  }

  /** Whether that attempt of a process shall not be alive. */
  boolean stops(String key, int attempt) {
    return attempt <= terminate.getOrDefault(key, -1) || kills(key, attempt);
  }

  /** Whether it shall end by SIGKILL. */
  boolean kills(String key, int attempt) {
    return attempt <= kill.getOrDefault(key, -1);
  }

  /** Whether there shall be a later attempt than this one. */
  boolean startsAfter(String key, int attempt) {
    return attempt < start.getOrDefault(key, 0);
  }

  /** Whether anything at all is asked for, or tried to. */
  boolean any() {
    return !(terminate.isEmpty() && kill.isEmpty() && start.isEmpty() && faults.isEmpty());
  }

  /** The faults, and who was asked something without being of this pool. */
  List<String> faults(Membership members, Census census) {
    var unknown = new TreeSet<String>(Keys.ORDER);
    for (var asked : List.of(terminate, kill, start)) {
      for (String key : asked.keySet()) {
        if (!members.keys().contains(key) && census.get(key) == null) {
          unknown.add(key);
        }
      }
    }
    var all = new ArrayList<>(faults);
    if (!unknown.isEmpty()) {
      all.add(
          "annotations workerpool.dev/terminate, kill, start: the pool has no process "
              + Intervals.some(unknown, 10));
    }
    return all;
  }
}
