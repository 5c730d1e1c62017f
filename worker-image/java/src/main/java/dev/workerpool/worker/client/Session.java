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

/**
 * The session in which this process holds leases: made at the first take, made again when the relay
 * doesn't know it any more, and then told what is held.
 */
final class Session {
  private final Retries retries;
  private final String nonce;
  private final Runnable onOpen;
  private final ReentrantLock opening = new ReentrantLock();

  private final Map<String, Request.Held> held = new LinkedHashMap<>();
  private volatile String id;
  private volatile Duration beat = Duration.ofSeconds(5);

  /**
   * @param nonce names this process among those of its pod; the same nonce is the same session
   * @param onOpen run when there is a session for the first time
   */
  Session(Retries retries, String nonce, Runnable onOpen) {
    this.retries = retries;
    this.nonce = nonce;
    this.onOpen = onOpen;
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
        drop(answer.as(Reply.Heartbeat.class).unknown());
      } else if (answer.problem().is("session-unknown")) {
        openInsteadOf(current);
      }
    } catch (IOException | RefusedException | UnreachableException | JsonException e) {
      // The next heartbeat says the same again, and calls of the worker report what persists.
    }
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
