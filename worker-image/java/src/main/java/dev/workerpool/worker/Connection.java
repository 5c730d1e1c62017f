package dev.workerpool.worker;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Target;
import dev.workerpool.worker.client.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** This process's channel and what its threads hold of it. */
final class Connection {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static Connection current;

  final Channel channel;
  final Leases leases = new Leases();

  /** What a thread got last from a queue by a plain get: acked by its next one. */
  private final Map<Holder, List<String>> implicit = new ConcurrentHashMap<>();

  private record Holder(String queue, long thread) {}

  Connection(Channel channel) {
    this.channel = channel;
  }

  /**
   * The channel that the environment names; connected to at the first call.
   *
   * @throws ChannelException naming the variable that is missing
   */
  static synchronized Connection current() {
    if (current == null) {
      current = from(System.getenv());
    }
    return current;
  }

  private static Connection from(Map<String, String> env) {
    try {
      // The container's nonce first, then our own: several SDK processes may share a pod.
      String nonce = env.getOrDefault("WORKERPOOL_NONCE", Channel.newId()) + "-" + Channel.newId();
      return new Connection(
          Channel.of(
              Target.from(env), new Channel.Options(nonce, true, PATIENCE, Connection::warn)));
    } catch (IllegalStateException e) {
      throw new ChannelException("unconfigured", e.getMessage(), e);
    }
  }

  static void warn(String message) {
    System.err.println("[WARNING/" + Process.current().name() + "] " + message);
  }

  /**
   * A handle for one get. Never the same twice: what a get was given without seeing it
   * (interrupted, given up) must not be acked by the next get; as it is in no heartbeat, it goes to
   * somebody else.
   */
  static String handle() {
    return "get-" + Channel.newId();
  }

  List<String> implicitLeases(String queue) {
    return implicit.getOrDefault(holder(queue), List.of());
  }

  void holdImplicitly(String queue, List<String> leaseIds) {
    implicit.put(holder(queue), leaseIds);
  }

  /** All threads' implicit leases of a queue, which nobody holds after this. */
  List<String> dropImplicit(String queue) {
    List<Holder> holders = implicit.keySet().stream().filter(h -> h.queue.equals(queue)).toList();
    return holders.stream()
        .map(implicit::remove)
        .filter(held -> held != null)
        .flatMap(List::stream)
        .toList();
  }

  private static Holder holder(String queue) {
    return new Holder(queue, Thread.currentThread().getId());
  }

  /** A call on the channel. */
  interface Call<T> {
    T run(Channel channel) throws RefusedException, UnreachableException, InterruptedException;
  }

  /** Makes the call; refusals and silence become exceptions of the API. */
  <T> T call(Call<T> call) throws InterruptedException {
    try {
      return call.run(channel);
    } catch (RefusedException e) {
      String type = e.problem().type();
      throw new ChannelException(type.substring(type.lastIndexOf('/') + 1), e.getMessage(), e);
    } catch (UnreachableException e) {
      throw new ChannelException("unreachable", e.getMessage(), e);
    }
  }

  Set<String> settle(List<String> ack) throws InterruptedException {
    return call(c -> c.settle(ack));
  }
}
