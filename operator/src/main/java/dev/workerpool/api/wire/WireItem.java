package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;

/**
 * An item to put: {@code json}, or {@code base64} with its {@code contentType}.
 *
 * @param priority the lowest is delivered first; in a queue of order Priority only
 * @param delay seconds before it can be delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WireItem(
    RawJson json, String base64, String contentType, Integer priority, BigDecimal delay) {
  public WireItem {
    if ((json == null) == (base64 == null)) {
      throw new IllegalArgumentException("items: an item has either json or base64");
    }
    if (json != null && contentType != null) {
      throw new IllegalArgumentException("items: contentType goes with base64");
    }
    contentType = Fields.optional("items.contentType", contentType);
    delay = Fields.seconds("items.delay", delay);
  }
}
