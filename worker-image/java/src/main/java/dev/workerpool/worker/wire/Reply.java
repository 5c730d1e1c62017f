package dev.workerpool.worker.wire;

import java.util.List;

/** Bodies that the relay answers. A component that the answer lacks is null. */
public interface Reply {

  /** unknown: re-asserted leases that somebody else has, or that are gone. */
  record Session(String session, int heartbeatSeconds, long epoch, List<String> unknown)
      implements Reply {}

  record Heartbeat(List<String> unknown) implements Reply {}

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
      long delayed,
      long bytes,
      int maxDeliveries)
      implements Reply {}

  record Join(long unfinished) implements Reply {}

  /** count: how often set() took effect. */
  record Event(String name, boolean set, long count) implements Reply {}

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
