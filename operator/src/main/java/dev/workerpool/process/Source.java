package dev.workerpool.process;

/** How far an exit code can be trusted, best first. */
public enum Source {
  /** The init process of ours saw the end and wrote it down. */
  SHIM("Shim"),
  /** The container runtime reported it. */
  RUNTIME("Runtime"),
  /** Nobody reported it; it follows from what we know was done to the pod. */
  SYNTHESIZED("Synthesized"),
  /** Nobody knows; the code is 255. */
  LOST("Lost");

  private final String word;

  Source(String word) {
    this.word = word;
  }

  /** The word used in the status. */
  public String word() {
    return word;
  }

  /** The source of that word; one that is not known counts as lost. */
  public static Source of(String word) {
    for (Source source : values()) {
      if (source.word.equals(word)) {
        return source;
      }
    }
    return LOST;
  }
}
