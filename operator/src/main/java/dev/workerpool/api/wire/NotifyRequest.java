package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Wakes waiters, those first who came first.
 *
 * @param count absent: all
 * @param key made by the client, the same on a retry of the same call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotifyRequest(String session, Integer count, String key) {
  public NotifyRequest {
    session = Fields.opaque("session", session);
    count = Fields.range("count", count, 0, Integer.MAX_VALUE);
    key = Fields.opaque("key", key);
  }
}
