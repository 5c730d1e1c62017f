package dev.workerpool.worker;

import java.util.Map;

/**
 * This process, as the pool that started it knows it.
 *
 * @param name as in the log and the status: {@code Process-1}; {@code MainProcess} outside of a
 *     pool
 * @param key its number or slug in the pool; empty outside of a pool
 * @param attempt counted from 0: how often it was started before
 * @param daemon whether the pool ends without waiting for it
 * @param podUid empty where there is no pod
 * @param pid of the operating system
 */
public record Process(
    String name,
    String key,
    int attempt,
    boolean daemon,
    String pool,
    String namespace,
    String channel,
    String podUid,
    long pid) {

  private static final Process CURRENT = from(System.getenv(), ProcessHandle.current().pid());

  public static Process current() {
    return CURRENT;
  }

  static Process from(Map<String, String> env, long pid) {
    String attempt = env.getOrDefault("WORKERPOOL_ATTEMPT", "");
    return new Process(
        env.getOrDefault("WORKERPOOL_PROCESS", "MainProcess"),
        env.getOrDefault("WORKERPOOL_KEY", ""),
        attempt.matches("[0-9]{1,9}") ? Integer.parseInt(attempt) : 0,
        Boolean.parseBoolean(env.get("WORKERPOOL_DAEMON")),
        env.getOrDefault("WORKERPOOL_POOL", ""),
        env.getOrDefault("WORKERPOOL_NAMESPACE", ""),
        env.getOrDefault("WORKERPOOL_CHANNEL", ""),
        env.getOrDefault("WORKERPOOL_POD_UID", ""),
        pid);
  }
}
