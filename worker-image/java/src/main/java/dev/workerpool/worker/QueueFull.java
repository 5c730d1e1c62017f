package dev.workerpool.worker;

/** A queue had no room until the time-out: Python's {@code queue.Full}. */
public class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueFull(String queue) {
    super("queue " + queue + " is full");
  }
}
