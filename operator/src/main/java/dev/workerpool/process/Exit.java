package dev.workerpool.process;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a process ended.
 *
 * @param code as Python reports it: 0 to 255 returned, −N ended by signal N
 * @param source where the code comes from
 * @param reason one CamelCase word
 * @param finishedAt when, as far as anybody knows; else null
 * @param neverStarted whether the process certainly, or presumably, never ran
 * @param disrupted whether the cluster took the pod away; such an end is not charged to retries
 * @param startedAt when it began to run, as far as anybody knows; else null
 */
public record Exit(
    int code,
    Source source,
    String reason,
    Instant finishedAt,
    boolean neverStarted,
    boolean disrupted,
    Instant startedAt) {

  /** The code of an end that nobody has seen, as in CPython's forkserver. */
  public static final int LOST_CODE = 255;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(10, "SIGUSR1"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(12, "SIGUSR2"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"));

  public Exit {
    Objects.requireNonNull(source);
    Objects.requireNonNull(reason);
  }

  /** Nobody knows when it began. */
  public Exit(
      int code,
      Source source,
      String reason,
      Instant finishedAt,
      boolean neverStarted,
      boolean disrupted) {
    this(code, source, reason, finishedAt, neverStarted, disrupted, null);
  }

  /** An end that nobody has seen. */
  public static Exit lost(String reason, boolean disrupted) {
    return new Exit(LOST_CODE, Source.LOST, reason, null, false, disrupted);
  }

  public boolean succeeded() {
    return code == 0;
  }

  /** The name of the signal that ended the process, if one did. */
  public Optional<String> signal() {
    return signalName(code);
  }

  /** The name of the signal that an exit code stands for, if it stands for one. */
  public static Optional<String> signalName(int code) {
    return code < 0
        ? Optional.of(SIGNALS.getOrDefault(-code, "signal " + -code))
        : Optional.empty();
  }
}
