package dev.workerpool.worker.client;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.json.JsonException;
import dev.workerpool.worker.wire.Reply;
import java.time.Duration;

/**
 * What the relay answered.
 *
 * @param retryAfter null where the answer didn't say
 * @param uncertain an earlier try of the same call got no answer and may still take effect
 */
record Answer(int status, String body, Duration retryAfter, boolean uncertain) {

  boolean ok() {
    return status >= 200 && status < 300;
  }

  <T extends Reply> T as(Class<T> type) {
    return Json.read(body, type);
  }

  /** The refusal; made up from the status where the body is none (a proxy's page). */
  Reply.Problem problem() {
    try {
      Reply.Problem problem = Json.read(body, Reply.Problem.class);
      if (problem != null && problem.type() != null) {
        return problem;
      }
    } catch (JsonException e) {
      // not the relay's words: told below
    }
    boolean passing = status == 429 || status == 502 || status == 503 || status == 504;
    String start = body.length() > 200 ? body.substring(0, 200) + "…" : body;
    return new Reply.Problem(
        "about:blank", "HTTP status " + status, status, start, passing, null, null, null, null);
  }

  Answer afterUnanswered() {
    return new Answer(status, body, retryAfter, true);
  }
}
