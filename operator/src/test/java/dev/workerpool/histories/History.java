package dev.workerpool.histories;

import java.util.ArrayList;
import java.util.List;

/** What was asked of a queue, and what is known to have come of it. Any thread. */
final class History {
  /** What became of an operation. */
  enum Type {
    INVOKE,
    OK,
    /** It may have happened. */
    INFO,
    /** It certainly has not. */
    FAIL
  }

  /** Put, or get with its acknowledgement. */
  enum What {
    ENQUEUE,
    DEQUEUE
  }

  /**
   * @param value names the item; null for a dequeue that is only invoked
   */
  record Op(String process, What what, Type type, String value) {}

  private final List<Op> ops = new ArrayList<>();
  private long begun;

  synchronized void add(String process, What what, Type type, String value) {
    begun += type == Type.INVOKE ? 1 : 0;
    ops.add(new Op(process, what, type, value));
  }

  synchronized List<Op> ops() {
    return List.copyOf(ops);
  }

  /** Operations begun. */
  synchronized long size() {
    return begun;
  }
}
