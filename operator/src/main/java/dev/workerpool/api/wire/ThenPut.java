package dev.workerpool.api.wire;

import java.util.List;

/** A put that is made in one step with acknowledgements; numbered, so that a repeat is harmless. */
public record ThenPut(String queue, String producer, Long seq, List<WireItem> items) {
  public ThenPut {
    queue = Fields.opaque("then.queue", queue);
    producer = Fields.opaque("then.producer", producer);
    if (seq == null || seq < 1) {
      throw new IllegalArgumentException("then.seq: is required, and starts at 1");
    }
    items = Fields.required("then.items", items);
  }
}
