package dev.workerpool.process;

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
   */
  record Started(String reason, String message) implements ProcessState {
    @Override
    public String word() {
      return "started";
    }

    /** Whether the process runs, as far as its pod says. */
    public boolean running() {
      return "Running".equals(reason);
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
