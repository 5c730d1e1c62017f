package dev.workerpool.worker.wire;

import java.util.List;

/** Bodies that a worker sends. A component that is null is left out. */
public interface Request {

  /** A lease said again after a takeover: the lease, its queue, the item's id. */
  record Held(String lease, String queue, String id) {}

  record Session(String nonce, List<Held> held) implements Request {}

  record Heartbeat(List<String> held) implements Request {}

  /** maxSize: ready items at most; null or 0 for no bound. */
  record MakeQueue(Integer maxSize) implements Request {}

  /** {@code json} (any JSON value, written as it is) or {@code base64} with its content type. */
  record Item(Object json, String base64, String contentType) {}

  /** seq: of the first item, counted from 1 by producer and queue. */
  record Put(String producer, Long seq, List<Item> items) implements Request {}

  /** attempt: the same again is answered with the same items. handle: implicit acks. */
  record Take(String session, int max, String attempt, String handle, List<String> ack)
      implements Request {}

  record Settle(String session, List<String> ack, List<String> nack) implements Request {}

  record TaskDone(String session, String key) implements Request {}

  /** mode: Drain or Immediate. */
  record Close(String mode) implements Request {}
}
