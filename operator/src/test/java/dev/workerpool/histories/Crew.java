package dev.workerpool.histories;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Producers and consumers of one queue, each a worker of its own, and what they remember. */
final class Crew {
  private static final String QUEUE = "tasks";

  /** So long a put waits for room; then it certainly hasn't happened. */
  private static final Duration ROOM = Duration.ofSeconds(2);

  /** Longer than any trouble that the nemesis makes. */
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** Where workers come from. */
  interface Workers {
    /** A new one; its channel. */
    Channel hire(String name) throws Exception;

    /** It dies, with what it holds. */
    void kill(String name) throws Exception;
  }

  /**
   * How much is done.
   *
   * @param items that each producer puts, unless it is stopped before
   * @param pause between two puts of one producer
   * @param work that a consumer has with what it took
   */
  record Size(int producers, int consumers, int items, Duration pause, Duration work) {
    int total() {
      return producers * items;
    }
  }

  private final History history;
  private final Workers workers;
  private final Size size;
  private final Random random;
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicBoolean drained = new AtomicBoolean();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicInteger victims = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> producing = new ArrayList<>();
  private final List<Future<?>> consuming = new ArrayList<>();
  private final List<Future<?>> ghosts = new ArrayList<>();
  private long done;

  Crew(History history, Workers workers, Size size, long seed) {
    this.history = history;
    this.workers = workers;
    this.size = size;
    this.random = new Random(seed);
  }

  static Channel.Options options() {
    return new Channel.Options(Channel.newId(), true, PATIENCE, line -> {});
  }

  void start() {
    for (int i = 0; i < size.producers(); i++) {
      String name = "producer-" + i;
      producing.add(threads.submit(() -> produce(name)));
    }
    for (int i = 0; i < size.consumers(); i++) {
      consuming.add(threads.submit(this::consume));
    }
  }

  /** The next consumer that has taken something dies first, and acknowledges as a ghost. */
  void killOne() {
    victims.incrementAndGet();
  }

  /** No further puts are begun. */
  void stopProducing() {
    enough.set(true);
  }

  boolean isProducing() {
    return producing.stream().anyMatch(f -> !f.isDone());
  }

  /** Waits for the puts, then until nothing is left in the queue. */
  void finish() throws Exception {
    for (Future<?> producer : producing) {
      producer.get(5, TimeUnit.MINUTES);
    }
    victims.set(0);
    Channel last = workers.hire("joiner");
    Outcome joined = last.join(QUEUE, last.deadline(Duration.ofMinutes(3)));
    Reply.Queue stats = last.stats(QUEUE);
    if (joined != Outcome.DONE) {
      throw new AssertionError("not drained: " + stats);
    }
    done = stats.done();
    drained.set(true);
    for (Future<?> consumer : consuming) {
      consumer.get(2, TimeUnit.MINUTES);
    }
    for (Future<?> ghost : ghosts) {
      ghost.get(2, TimeUnit.MINUTES);
    }
    threads.shutdownNow();
  }

  /** What the queue itself counted as done; known at the end. */
  long done() {
    return done;
  }

  /** Throws what a worker has stumbled over, if any has. */
  void check() {
    for (List<Future<?>> all : List.of(producing, consuming)) {
      for (Future<?> one : all) {
        if (one.isDone() && !drained.get()) {
          stumbled(one);
        }
      }
    }
  }

  private static void stumbled(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a worker gave up: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void abandon() {
    drained.set(true);
    threads.shutdownNow();
  }

  private Void produce(String name) throws Exception {
    Channel channel = workers.hire(name);
    for (int i = 0; i < size.items() && !enough.get(); i++) {
      String value = name + "/" + i;
      history.add(name, History.What.ENQUEUE, History.Type.INVOKE, value);
      History.Type end = History.Type.INFO;
      try {
        Request.Item item = new Request.Item(new Json.Raw(Json.write(value)), null, null);
        Outcome outcome = channel.put(QUEUE, List.of(item), channel.deadline(ROOM));
        end = outcome == Outcome.DONE ? History.Type.OK : History.Type.FAIL;
      } catch (RefusedException e) {
        end = History.Type.FAIL;
        throw e;
      } catch (UnreachableException e) {
        end = History.Type.INFO;
      } finally {
        history.add(name, History.What.ENQUEUE, end, value);
      }
      LockSupport.parkNanos(size.pause().toNanos());
    }
    return null;
  }

  private Void consume() throws Exception {
    while (!drained.get()) {
      String name = "consumer-" + names.getAndIncrement();
      Channel channel = workers.hire(name);
      List<Reply.Item> held = work(name, channel);
      if (!held.isEmpty()) {
        workers.kill(name);
        synchronized (ghosts) {
          ghosts.add(threads.submit(() -> haunt(name, channel, held)));
        }
      }
    }
    return null;
  }

  /** Who was taken for dead says that it has done its work. It isn't to count any more. */
  private Void haunt(String name, Channel channel, List<Reply.Item> held) throws Exception {
    try {
      acknowledge(name, channel, held);
    } catch (RefusedException e) {
      uncertain(name, held);
    }
    return null;
  }

  /** Answers what it holds when it is to die; nothing at the end. */
  private List<Reply.Item> work(String name, Channel channel) throws Exception {
    while (!drained.get()) {
      history.add(name, History.What.DEQUEUE, History.Type.INVOKE, null);
      Taken taken =
          channel.take(QUEUE, 1 + max(), null, List.of(), channel.deadline(Duration.ofSeconds(1)));
      if (taken.items().isEmpty()) {
        continue;
      }
      if (victims.get() > 0 && victims.getAndDecrement() > 0) {
        return taken.items();
      }
      LockSupport.parkNanos(size.work().toNanos());
      acknowledge(name, channel, taken.items());
    }
    return List.of();
  }

  private void acknowledge(String name, Channel channel, List<Reply.Item> items)
      throws InterruptedException, RefusedException {
    List<String> leases = items.stream().map(Reply.Item::lease).toList();
    try {
      Set<String> lost = channel.settle(leases);
      for (Reply.Item item : items) {
        boolean mine = !lost.contains(item.lease());
        history.add(
            name,
            History.What.DEQUEUE,
            mine ? History.Type.OK : History.Type.FAIL,
            (String) item.json());
      }
    } catch (UnreachableException e) {
      uncertain(name, items);
    }
  }

  private void uncertain(String name, List<Reply.Item> items) {
    items.forEach(
        i -> history.add(name, History.What.DEQUEUE, History.Type.INFO, (String) i.json()));
  }

  private synchronized int max() {
    return random.nextInt(5);
  }
}
