package dev.workerpool.faults;

/**
 * What becomes of a process in its pod, once it runs.
 *
 * @param exit its exit code when it ends by itself, or -1 when it runs until it is asked to end
 * @param onTerm its exit code when it is asked; 143 as most programs have it
 * @param signalled whether its end is a signal's (exit 128+n), as the shim tells
 * @param node whether its node goes on to work; if not, its pod is deleted with it
 */
record Fate(int exit, int onTerm, boolean signalled, boolean node) {
  static final Fate RUNS = new Fate(-1, 143, true, true);
  static final Fate NODE_GOES = new Fate(-1, 143, true, false);

  static Fate exits(int code) {
    return new Fate(code, code, false, true);
  }

  static Fate killed(int signal) {
    return new Fate(128 + signal, 128 + signal, true, true);
  }

  boolean ends() {
    return exit >= 0;
  }
}
