package dev.workerpool.faults;

/** Holds back what the watches of one kind of object would tell a client. */
final class Gate {
  /** What a watch does with an event once it is let through. */
  enum Verdict {
    TELL,
    EXPIRED,
    GARBLED,
    END
  }

  private boolean closed;
  private boolean ended;
  private boolean garbled;
  private long expired;

  synchronized void close() {
    closed = true;
  }

  /** Tells what was held back, and what comes. */
  synchronized void open() {
    closed = false;
    notifyAll();
  }

  /**
   * Forgets what was held back: the watches that are open end with 410, so the client lists again.
   */
  synchronized void openExpired() {
    expired++;
    open();
  }

  /** What is told next is not to be understood, once. */
  synchronized void garble() {
    garbled = true;
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The generation of a watch that begins now. */
  synchronized long generation() {
    return expired;
  }

  /** Waits until an event may pass on a watch of that generation. */
  synchronized Verdict pass(long generation) throws InterruptedException {
    while (closed && !ended) {
      wait();
    }
    if (ended) {
      return Verdict.END;
    }
    if (garbled) {
      garbled = false;
      return Verdict.GARBLED;
    }
    return generation < expired ? Verdict.EXPIRED : Verdict.TELL;
  }
}
