package dev.workerpool.worker;

/** A queue had nothing until the time-out: Python's {@code queue.Empty}. */
public class QueueEmpty extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueEmpty(String queue) {
    super("queue " + queue + " is empty");
  }
}
