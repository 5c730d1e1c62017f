package dev.workerpool.worker.client;

import dev.workerpool.worker.json.JsonException;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The session in which this process holds leases: made at the first take, made again when the relay
 * doesn't know it any more, and then told what is held.
 */
final class Session {
  private final Retries retries;
  private final String nonce;
  private final Runnable onOpen;
  private final Runnable onKill;
  private final ReentrantLock opening = new ReentrantLock();

  private final Map<String, Request.Held> held = new LinkedHashMap<>();
  private volatile String id;
  private volatile Duration beat = Duration.ofSeconds(5);

  /**
   * @param nonce names this process among those of its pod; the same nonce is the same session
   * @param onOpen run when there is a session for the first time
   * @param onKill run when the relay says that this process is to end at once
   */
  Session(Retries retries, String nonce, Runnable onOpen, Runnable onKill) {
    this.retries = retries;
    this.nonce = nonce;
    this.onOpen = onOpen;
    this.onKill = onKill;
  }

  /** The session's id; makes the session when there is none yet. */
  String id() throws RefusedException, UnreachableException, InterruptedException {
    String current = id;
    return current != null ? current : openInsteadOf(null);
  }

  /** The session that follows on {@code stale}, which the relay called unknown. */
  String openInsteadOf(String stale)
      throws RefusedException, UnreachableException, InterruptedException {
    opening.lockInterruptibly();
    try {
      if (id != null && !id.equals(stale)) {
        return id; // another thread was faster
      }
      Answer answer = retries.send(Call.post("/sessions", new Request.Session(nonce, claims())));
      if (!answer.ok()) {
        throw new RefusedException(answer.problem());
      }
      Reply.Session opened = answer.as(Reply.Session.class);
      drop(opened.unknown());
      beat = Duration.ofSeconds(Math.max(1, opened.heartbeatSeconds()));
      boolean first = id == null;
      id = opened.session();
      if (first) {
        onOpen.run();
      }
      return id;
    } finally {
      opening.unlock();
    }
  }

  /**
   * Makes a call that names the session; again with a new one when the relay doesn't know it.
   *
   * @param call from the session's id to what is sent
   */
  Answer send(Function<String, Call> call)
      throws RefusedException, UnreachableException, InterruptedException {
    return send(call, null);
  }

  /**
   * The same.
   *
   * @param deadline until which the relay may hold its answer back; null where it answers at once
   */
  Answer send(Function<String, Call> call, Deadline deadline)
      throws RefusedException, UnreachableException, InterruptedException {
    boolean uncertain = false;
    for (; ; ) {
      String current = id();
      Call named = call.apply(current).checked();
      Answer answer =
          retries.send(() -> deadline == null ? named : named.waiting(deadline.nextPoll()));
      uncertain |= answer.uncertain();
      if (answer.ok() || !answer.problem().is("session-unknown")) {
        return uncertain ? answer.afterUnanswered() : answer;
      }
      openInsteadOf(current);
    }
  }

  /** Whether there has been one. */
  boolean isOpen() {
    return id != null;
  }

  /** Ends the session: what it holds goes back, but for implicit leases, which are acked. */
  void end() throws RefusedException, UnreachableException, InterruptedException {
    String current = id;
    if (current != null) {
      Answer answer = retries.send(Call.of("DELETE", "/sessions/" + Target.segment(current), null));
      if (!answer.ok() && !answer.problem().is("session-unknown")) {
        throw new RefusedException(answer.problem());
      }
      id = null;
    }
  }

  /** Ends this session and those whose nonce begins with its own, as a pod's end would. */
  void endAll(Integer exit) throws RefusedException, UnreachableException, InterruptedException {
    String query = "nonce=" + Target.segment(nonce) + (exit == null ? "" : "&exit=" + exit);
    id = null;
    Answers.expect(retries.send(Call.of("DELETE", "/sessions", null).withQuery(query)));
  }

  /** Time between two heartbeats. */
  Duration beat() {
    return beat;
  }

  /** Tells the relay once what is held; a relay that can't be reached is told next time. */
  void heartbeat() throws InterruptedException {
    String current = id;
    if (current == null) {
      return;
    }
    try {
      Request.Heartbeat body = new Request.Heartbeat(leases());
      Answer answer =
          retries.once(Call.post("/sessions/" + Target.segment(current) + "/heartbeat", body));
      if (answer.ok()) {
        Reply.Heartbeat reply = answer.as(Reply.Heartbeat.class);
        drop(reply.unknown());
        if (Boolean.TRUE.equals(reply.kill())) {
          onKill.run();
        }
      } else if (answer.problem().is("session-unknown")) {
        openInsteadOf(current);
      }
    } catch (IOException | RefusedException | UnreachableException | JsonException e) {
      // The next heartbeat says the same again, and calls of the worker report what persists.
    }
  }

  /** Drops the leases that a refusal calls lost, here and from a list; false when it lists none. */
  boolean forgets(Reply.Problem problem, List<String> leases) {
    if (!problem.is("lease-lost") || problem.leases() == null) {
      return false;
    }
    drop(problem.leases());
    return leases.removeAll(problem.leases());
  }

  void hold(String queue, List<Reply.Item> items) {
    synchronized (held) {
      items.forEach(
          item -> held.put(item.lease(), new Request.Held(item.lease(), queue, item.id())));
    }
  }

  void drop(Collection<String> leases) {
    if (leases != null) {
      synchronized (held) {
        held.keySet().removeAll(leases);
      }
    }
  }

  List<String> leases() {
    synchronized (held) {
      return List.copyOf(held.keySet());
    }
  }

  private List<Request.Held> claims() {
    synchronized (held) {
      return held.isEmpty() ? null : new ArrayList<>(held.values());
    }
  }
}
