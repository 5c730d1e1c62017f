package dev.workerpool.worker.client;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One request below a channel's address.
 *
 * @param query without '?', or null
 * @param body JSON, or null
 * @param hold how long the relay may hold its answer back; null where it answers at once
 * @param key the Idempotency-Key, or null
 */
record Call(String method, String path, String query, String body, Duration hold, String key) {

  private static final int MAX_BODY = 768 * 1024;
  private static final int MOST_BYTES_A_CHAR = 3;

  static Call of(String method, String path, Request body) {
    String text = body == null ? null : Json.writeWithoutNulls(body);
    return new Call(method, path, null, text, null, null);
  }

  static Call get(String path) {
    return of("GET", path, null);
  }

  static Call post(String path, Request body) {
    return of("POST", path, body);
  }

  /**
   * This, if its body is within the relay's limit. A larger one isn't sent: the relay hangs up in
   * the middle of it, which looks like a lost reply and would be repeated.
   */
  Call checked() throws RefusedException {
    if (body == null || body.length() <= MAX_BODY / MOST_BYTES_A_CHAR) {
      return this; // as nearly all: needs no counting
    }
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BODY) {
      throw new RefusedException(
          new Reply.Problem(
              "https://workerpool.dev/problems/too-large",
              "Request is too large",
              413,
              "a request may have " + MAX_BODY + " bytes, this one has " + bytes,
              false,
              null,
              null,
              null,
              null));
    }
    return this;
  }

  Call waiting(Duration longest) {
    return new Call(method, path, query, body, longest, key);
  }

  Call withKey(String idempotencyKey) {
    return new Call(method, path, query, body, hold, idempotencyKey);
  }

  Call withQuery(String text) {
    return new Call(method, path, text, body, hold, key);
  }

  /** Path and query as they are sent. */
  String address() {
    String waiting = hold == null ? null : "wait=" + hold.toMillis() / 1000.0 + "s";
    if (query == null && waiting == null) {
      return path;
    }
    return path + "?" + (query == null ? waiting : waiting == null ? query : query + "&" + waiting);
  }
}
