package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A lease given back: its text alone, or an object that says more.
 *
 * @param delay seconds before it can be delivered again
 * @param dead true: not to be delivered again, it goes to the dead-letter list
 * @param reason why, kept with the item when it dies
 */
public record Nack(String lease, BigDecimal delay, Boolean dead, String reason) {
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public Nack(
      @JsonProperty("lease") String lease,
      @JsonProperty("delay") BigDecimal delay,
      @JsonProperty("dead") Boolean dead,
      @JsonProperty("reason") String reason) {
    this.lease = Fields.opaque("nack.lease", lease);
    this.delay = Fields.seconds("nack.delay", delay);
    this.dead = dead;
    this.reason = Fields.optional("nack.reason", reason);
    if (delay != null && Boolean.TRUE.equals(dead)) {
      throw new IllegalArgumentException("nack.delay: goes without dead");
    }
  }

  /** Nothing but the lease. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Nack of(String lease) {
    return new Nack(lease, null, null, null);
  }

  /** As it is written. */
  @JsonValue
  public Object json() {
    if (delay == null && dead == null && reason == null) {
      return lease;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lease", lease);
    fields.put("delay", delay);
    fields.put("dead", dead);
    fields.put("reason", reason);
    fields.values().removeIf(value -> value == null);
    return fields;
  }
}
