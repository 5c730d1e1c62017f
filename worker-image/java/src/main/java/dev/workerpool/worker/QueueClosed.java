package dev.workerpool.worker;

/**
 * A queue takes nothing more, or has been drained after its close: Python's {@code queue.ShutDown}.
 * Also what a queue object answers after its own {@link Queue#close}.
 */
public class QueueClosed extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  QueueClosed(String queue) {
    super("queue " + queue + " is closed");
  }
}
