package dev.workerpool.worker;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.Target;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** This process's channel and what its threads hold of it. */
final class Connection {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static Connection current;

  final Channel channel;
  final Leases leases = new Leases();

  /** What a thread got last from a queue by a plain get: acked by its next one. */
  private final Map<Holder, List<String>> implicit = new ConcurrentHashMap<>();

  /** Open {@link Lease} objects' leases, by the thread that got them. */
  final Map<String, Thread> working = new ConcurrentHashMap<>();

  /** What {@link JoinableQueue#each} waits for. */
  final Turns turns = new Turns(this);

  private final Map<String, Boolean> rides = new ConcurrentHashMap<>();
  private volatile boolean ending;

  private record Holder(String queue, Thread thread) {}

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
      Runtime.getRuntime().addShutdownHook(new Thread(Ending.of(current), "workerpool-ending"));
    }
    return current;
  }

  private static Connection from(Map<String, String> env) {
    try {
      // The container's nonce first, then our own: several SDK processes may share a pod.
      String nonce = env.getOrDefault("WORKERPOOL_NONCE", Channel.newId()) + "-" + Channel.newId();
      return new Connection(
          Channel.of(
              Target.from(env),
              new Channel.Options(nonce, true, PATIENCE, line -> Log.warning(line, null))));
    } catch (IllegalStateException e) {
      throw new ChannelException("unconfigured", e.getMessage(), e);
    }
  }

  /**
   * A handle for one get. Never the same twice: what a get was given without seeing it
   * (interrupted, given up) must not be acked by the next get; as it is in no heartbeat, it goes to
   * somebody else.
   */
  static String handle() {
    return "get-" + Channel.newId();
  }

  /** Takes an item that this thread's next get of the queue acks; acks what the last one took. */
  Taken takeImplicitly(String queue, Deadline deadline) throws InterruptedException {
    Holder holder = new Holder(queue, Thread.currentThread());
    List<String> former = implicit.remove(holder);
    List<String> acks = former == null ? List.of() : former;
    boolean answered = false;
    try {
      Taken taken = take(c -> c.take(queue, 1, handle(), acks, deadline), acks);
      answered = true;
      implicit.put(holder, taken.items().stream().map(Reply.Item::lease).toList());
      return taken;
    } finally {
      if (!answered && former != null) {
        implicit.put(holder, former); // interrupted, say: the next get acks it
      }
    }
  }

  Taken take(Call<Taken> call) throws InterruptedException {
    return take(call, List.of());
  }

  /**
   * Takes, unless this process is ending: then nothing is taken any more, and the caller waits for
   * the end.
   *
   * @param acks what the call would have acked
   */
  private Taken take(Call<Taken> call, List<String> acks) throws InterruptedException {
    if (!ending) {
      Taken taken = call(call);
      if (!ending) {
        return taken;
      }
      for (Reply.Item item : taken.items()) {
        giveBack(Request.nack(item.lease(), null, false, null));
      }
    } else {
      settle(acks);
    }
    new CountDownLatch(1).await();
    throw new InterruptedException();
  }

  /** From now on nothing is taken. */
  void startEnding() {
    turns.end();
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  /** Leases whose items somebody may still be at work on, by the thread that got them. */
  Map<String, Thread> inWork() {
    Map<String, Thread> all = leases.all();
    all.putAll(working);
    implicit.forEach((holder, held) -> held.forEach(lease -> all.put(lease, holder.thread)));
    return all;
  }

  /** Whether the relay takes puts together with an ack; asked once a queue. */
  boolean putsRideOnAcks(String queue) throws InterruptedException {
    Boolean known = rides.get(queue);
    if (known == null) {
      known = call(c -> c.stats(queue)).isOfToday();
      rides.put(queue, known);
    }
    return known;
  }

  void giveBack(Request.Nack nack) throws InterruptedException {
    change(c -> c.giveBack(nack));
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

  /** One of them. */
  void dropImplicit(String queue, String lease) {
    implicit.values().removeIf(held -> held.contains(lease));
  }

  /** A call on the channel. */
  interface Call<T> {
    T run(Channel channel) throws RefusedException, UnreachableException, InterruptedException;
  }

  /** A call that answers nothing. */
  interface Change {
    void make(Channel channel) throws RefusedException, UnreachableException, InterruptedException;
  }

  void change(Change change) throws InterruptedException {
    call(
        c -> {
          change.make(c);
          return null;
        });
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
