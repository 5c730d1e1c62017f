package dev.workerpool.local;

/** How a run ended. */
public sealed interface RunEnd {

  /** The pool is Complete. */
  record Complete() implements RunEnd {}

  /** The pool is Failed. */
  record Failed() implements RunEnd {}

  /** The time given was over; its processes were ended. */
  record TimedOut() implements RunEnd {}

  /**
   * A signal came; its processes were ended.
   *
   * @param signal its number: 2 for ^C
   */
  record Interrupted(int signal) implements RunEnd {}
}
