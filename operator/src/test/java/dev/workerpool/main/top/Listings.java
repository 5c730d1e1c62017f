package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What a relay might list. */
final class Listings {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final long NANOS = 1_000_000_000;

  private Listings() {}

  /** With so many ready, done and dead. */
  static Reply.Queue queue(String name, long ready, long done, long dead) {
    String since = ready == 0 ? null : "2026-11-23T11:59:00Z";
    return new Reply.Queue(name, 0, ready, 0, ready, done, dead, null, since, "FIFO", 0L, 0L, 5);
  }

  static Reply.Event event(String name) {
    return new Reply.Event(name, true, 1);
  }

  /** So many seconds after noon. */
  static Listing at(long second, Reply.Queue... queues) {
    return at(second, List.of(queues), List.of());
  }

  static Listing at(long second, List<Reply.Queue> queues, List<Reply.Event> events) {
    return new Listing(new Reply.Queues(queues, events), NOON.plusSeconds(second), second * NANOS);
  }

  /** The only queue after the one and the other. */
  static Look.Line line(Reply.Queue before, Reply.Queue now, long seconds) {
    Listing first = before == null ? at(0) : at(0, before);
    return Look.of(first, at(seconds, now)).queues().get(0);
  }

  static List<String> names(Look look) {
    return look.queues().stream().map(line -> line.queue().name()).toList();
  }

  static Look first(Reply.Queue... queues) {
    return Look.of(null, at(0, Arrays.asList(queues), List.of()));
  }
}
