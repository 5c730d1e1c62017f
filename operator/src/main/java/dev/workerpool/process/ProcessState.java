package dev.workerpool.process;

import java.time.Instant;
import java.util.Set;

/** The state of a process, in the words of CPython's {@code Process.__repr__}. */
public sealed interface ProcessState {

  /** There is no pod yet. */
  record Initial() implements ProcessState {
    @Override
    public String word() {
      return "initial";
    }
  }

  /**
   * There is a pod, and nothing shows that its process has ended.
   *
   * @param reason one CamelCase word: Running, Starting, ImagePull, Unschedulable, Terminating …
   * @param message what the cluster says about it, or empty
   * @param since for a process that doesn't run yet, when its pod was made; for one that runs, when
   *     it began; on a node that doesn't answer, when that was noticed; for one that terminates,
   *     when its grace period ends; null where the pod doesn't say
   */
  record Started(String reason, String message, Instant since) implements ProcessState {
    /** The process runs. */
    public static final String RUNNING = "Running";

    /** Its pod is being deleted, and it has not ended yet. */
    public static final String TERMINATING = "Terminating";

    /** Its node does not answer, so that what is known of it is old. */
    public static final String NODE_UNREACHABLE = "NodeUnreachable";

    private static final Set<String> BEGUN = Set.of(RUNNING, TERMINATING, NODE_UNREACHABLE);

    public Started(String reason, String message) {
      this(reason, message, null);
    }

    @Override
    public String word() {
      return "started";
    }

    /** Whether the process runs, as far as its pod says. */
    public boolean running() {
      return RUNNING.equals(reason);
    }

    /** Whether it still waits for its container to run, so that its start can be late. */
    public boolean waiting() {
      return !BEGUN.contains(reason);
    }
  }

  /** The process has ended. */
  record Stopped(Exit exit) implements ProcessState {
    @Override
    public String word() {
      return "stopped";
    }
  }

  /** The pod says something that we don't understand: what was known before stays. */
  record Unknown(String why) implements ProcessState {
    @Override
    public String word() {
      return "unknown";
    }
  }

  /** The word used in the status. */
  String word();

  /** Whether the process is alive: started, and not seen to have ended. */
  default boolean alive() {
    return this instanceof Started || this instanceof Unknown;
  }
}
