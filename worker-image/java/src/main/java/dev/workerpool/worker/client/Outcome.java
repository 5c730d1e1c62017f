package dev.workerpool.worker.client;

/** How an operation that may have to wait ended. */
public enum Outcome {
  DONE,
  /** The queue stayed full (put), empty (take) or unfinished (join) until the deadline. */
  TIMED_OUT,
  CLOSED,
  /** The item had been given to somebody else meanwhile. */
  LOST
}
