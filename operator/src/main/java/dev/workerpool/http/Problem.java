package dev.workerpool.http;

import dev.workerpool.api.wire.ProblemReply;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.relay.Failures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** A refusal on its way to the caller as {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemReply body;
  private final transient Map<String, String> headers;

  private Problem(ProblemReply body, Map<String, String> headers) {
    // Refusals are ordinary: no stack trace, which would cost more than the answer.
    super(body.detail(), null, false, false);
    this.body = body;
    this.headers = headers;
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(
        new ProblemReply(
            type.uri(), type.title, type.status, detail, type.retryable, null, null, null, null),
        Map.of());
  }

  /** The problem inside a failure; anything that is none becomes {@code internal}. */
  static Problem from(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof CancellationException) {
      // Parked when the relay stopped, or its client went away: no fault of anybody's.
      return of(ProblemType.NOT_LEADER, "the relay is stopping").withRetryAfter(1);
    }
    return cause instanceof Problem problem
        ? problem
        : of(ProblemType.INTERNAL, "see the relay's log");
  }

  Problem withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new Problem(body, Map.copyOf(all));
  }

  Problem withRetryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  Problem withEpoch(long epoch) {
    return new Problem(extended(epoch, body.expected(), body.leases(), body.gone()), headers);
  }

  Problem withExpected(long seq) {
    return new Problem(extended(body.epoch(), seq, body.leases(), body.gone()), headers);
  }

  Problem withLeases(List<String> leases, List<String> gone) {
    return new Problem(
        extended(body.epoch(), body.expected(), List.copyOf(leases), List.copyOf(gone)), headers);
  }

  int status() {
    return body.status();
  }

  ProblemReply body() {
    return body;
  }

  Reply reply() {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/problem+json");
    byte[] text = WireJson.write(body).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Reply(body.status(), Map.copyOf(all), text);
  }

  private ProblemReply extended(Long epoch, Long expected, List<String> leases, List<String> gone) {
    return new ProblemReply(
        body.type(),
        body.title(),
        body.status(),
        body.detail(),
        body.retryable(),
        epoch,
        expected,
        leases,
        gone);
  }
}
