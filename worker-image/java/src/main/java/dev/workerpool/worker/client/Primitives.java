package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the kinds of primitives have in common, but for queues: each is made, read and called by its
 * name.
 *
 * @param kind as in paths
 * @param ids gives a new one at each call
 */
record Primitives(String kind, Retries retries, Time time, Session session, Supplier<String> ids) {

  String path(String name) {
    return "/" + kind + "/" + Target.segment(name);
  }

  /** Names an attempt, or a change that must not happen twice. */
  String newId() {
    return ids.get();
  }

  long nanos() {
    return time.nanos();
  }

  /** Makes one at run time; the same again changes nothing. */
  void make(String name, Request how)
      throws RefusedException, UnreachableException, InterruptedException {
    send(Call.of("PUT", path(name), how));
  }

  <R extends Reply> R read(String name, Class<R> type)
      throws RefusedException, UnreachableException, InterruptedException {
    return send(Call.get(path(name))).as(type);
  }

  Answer send(Call call) throws RefusedException, UnreachableException, InterruptedException {
    return Answers.expect(retries.send(call));
  }

  /**
   * Does it with one, in this process's session; refusals are answers.
   *
   * @param body from the session's id
   * @param deadline until which the relay may hold its answer back; null where it answers at once
   */
  Answer inSession(String name, String deed, Function<String, Request> body, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    String path = path(name) + "/" + deed;
    return session.send(id -> Call.post(path, body.apply(id)), deadline);
  }
}
