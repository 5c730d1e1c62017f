package dev.workerpool.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * I12: no life of a relay writes puts when it has spent its budget. Its bucket is kept here as
 * docs/store.md tells it, of what the server has really stored.
 */
final class Spending {
  /** A budget that a run would exceed. */
  static final long TIGHT = 256 << 10;

  private static final long WINDOW_MICROS = 600_000_000;
  private static final int BURST_SHARE = 8;

  /** Labels, owner and so on of an object. */
  private static final long OVERHEAD = 700;

  /** What may be on its way, or was stored by a copy of a request, and is not accounted for yet. */
  private static final long SLACK = 8 << 10;

  private static final class Bucket {
    private double left;
    private long at;
  }

  private final Heap heap;
  private final Consumer<String> violated;
  private final double capacity;
  private final double perMicro;
  private final Map<Host, Bucket> buckets = new HashMap<>();

  Spending(Heap heap, long budget, Consumer<String> violated) {
    this.heap = heap;
    this.violated = violated;
    this.capacity = (double) budget / BURST_SHARE;
    this.perMicro = (budget - capacity) / WINDOW_MICROS;
  }

  /**
   * @param puts whether items were stored by it
   */
  void wrote(Host by, long bytes, boolean puts) {
    Bucket bucket = filled(by);
    if (puts && bucket.left < -SLACK) {
      violated.accept(
          "I12: %s stored items with its budget overdrawn by %.0f"
              .formatted(by.name(), -bucket.left));
    }
    bucket.left -= bytes + OVERHEAD;
  }

  private Bucket filled(Host by) {
    Bucket bucket = buckets.computeIfAbsent(by, host -> new Bucket());
    double more = bucket.at == 0 ? capacity : perMicro * (heap.now() - bucket.at);
    bucket.left = Math.min(capacity, bucket.left + more);
    bucket.at = Math.max(1, heap.now());
    return bucket;
  }
}
