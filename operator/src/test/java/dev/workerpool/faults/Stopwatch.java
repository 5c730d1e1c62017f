package dev.workerpool.faults;

/** How long something took, for people. */
final class Stopwatch {
  private final long start = System.nanoTime();

  @Override
  public String toString() {
    return "%.1f s".formatted((System.nanoTime() - start) / 1e9);
  }
}
