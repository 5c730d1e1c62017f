package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Items for a queue, all or none; {@code seq} is the first one's number with this producer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PutRequest(String producer, Long seq, List<WireItem> items) {
  public PutRequest {
    producer = Fields.optional("producer", producer);
    if ((producer == null) != (seq == null)) {
      throw new IllegalArgumentException("seq: is sent with producer, or neither is");
    }
    if (seq != null && seq < 1) {
      throw new IllegalArgumentException("seq: starts at 1");
    }
    items = Fields.required("items", items);
  }
}
