package dev.workerpool.worker.wire;

import java.util.List;

/** Bodies that the relay answers. A component that the answer lacks is null. */
public interface Reply {

  /** unknown: re-asserted leases that somebody else has, or that are gone. */
  record Session(String session, int heartbeatSeconds, long epoch, List<String> unknown)
      implements Reply {}

  /** kill: this process is to end by SIGKILL, at once. */
  record Heartbeat(List<String> unknown, Boolean kill) implements Reply {}

  record Put(boolean duplicate) implements Reply {}

  /** deliveries: how often it was handed out, this time included. */
  record Item(
      String id,
      String lease,
      int deliveries,
      String enqueuedAt,
      Object json,
      String base64,
      String contentType) {}

  record Take(List<Item> items) implements Reply {}

  /** A queue's figures. closed: null, Drain or Immediate; maxSize, maxDeliveries 0: no bound. */
  record Queue(
      String name,
      int maxSize,
      long ready,
      long leased,
      long unfinished,
      long done,
      long dead,
      String closed,
      String oldestSince,
      String order,
      Long delayed,
      Long bytes,
      Integer maxDeliveries)
      implements Reply {

    /**
     * Whether the relay knows priorities, dead letters, and puts that ride on an ack, in a take
     * too.
     */
    public boolean isOfToday() {
      return order != null;
    }
  }

  /** All of a channel. */
  record Queues(List<Queue> queues, List<Event> events) implements Reply {}

  record Join(long unfinished) implements Reply {}

  /** count: how often set() took effect. */
  record Event(String name, boolean set, long count) implements Reply {}

  /**
   * An item that came back too often, or that a worker gave up on. exitCode: of its last holder.
   */
  record DeadItem(
      String id,
      int deliveries,
      String enqueuedAt,
      String diedAt,
      String reason,
      Integer exitCode,
      Object json,
      String base64,
      String contentType) {}

  record Dead(List<DeadItem> items) implements Reply {}

  record Redriven(long redriven) implements Reply {}

  record Purged(long purged) implements Reply {}

  /** pod, process: absent for one outside of the pool's pods. */
  record Holder(String pod, String process, String since) {}

  /** value: how many are free now. */
  record Semaphore(String name, String kind, int value, int initial, List<Holder> holders)
      implements Reply {}

  record Grant(String grant, int value) implements Reply {}

  record Released(int value) implements Reply {}

  record Condition(String name, String lock, int waiting) implements Reply {}

  record Woken(boolean notified) implements Reply {}

  record Notified(int notified) implements Reply {}

  record Barrier(String name, int parties, int waiting, boolean broken) implements Reply {}

  record Passed(int index) implements Reply {}

  /** A refusal (RFC 9457). expected: of sequence-gap; leases, gone: of lease-lost. */
  record Problem(
      String type,
      String title,
      int status,
      String detail,
      boolean retryable,
      Long expected,
      List<String> leases,
      List<String> gone,
      Long epoch)
      implements Reply {
    private static final String PREFIX = "https://workerpool.dev/problems/";

    public boolean is(String name) {
      return (PREFIX + name).equals(type);
    }

    /** No room at the moment, be it for items or for bytes: takers make room. */
    public boolean isFull() {
      return is("queue-full") || is("byte-quota");
    }
  }
}
