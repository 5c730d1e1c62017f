package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Releases what was acquired.
 *
 * @param grant absent: the session's oldest, else another's oldest, else (a Semaphore) one more
 * @param key made by the client, the same on a retry of the same release
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseRequest(String session, String grant, String key) {
  public ReleaseRequest {
    session = Fields.opaque("session", session);
    grant = Fields.optional("grant", grant);
    key = Fields.opaque("key", key);
  }
}
