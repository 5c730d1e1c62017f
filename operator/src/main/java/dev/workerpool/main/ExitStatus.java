package dev.workerpool.main;

/** What a command's exit status means; the same for every subcommand. */
final class ExitStatus {
  static final int SUCCESS = 0;

  /** The pool failed, or the operation was refused. */
  static final int FAILED = 1;

  /** Bad usage or bad input; stderr has one line that names it. */
  static final int BAD_INPUT = 2;

  /** The time given ran out, as {@code timeout(1)} says it. */
  static final int TIMED_OUT = 124;

  private ExitStatus() {}
}
