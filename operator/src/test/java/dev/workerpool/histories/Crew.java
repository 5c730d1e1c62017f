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
   */
  record Size(int producers, int consumers, int items, Duration pause) {
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

  /** The next consumer that has taken something dies before it acknowledges. */
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
    if (joined != Outcome.DONE) {
      throw new AssertionError("not drained: " + last.stats(QUEUE));
    }
    drained.set(true);
    for (Future<?> consumer : consuming) {
      consumer.get(2, TimeUnit.MINUTES);
    }
    threads.shutdownNow();
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
        Outcome outcome = channel.put(QUEUE, List.of(item), channel.deadline(null));
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
      if (!work(name, workers.hire(name))) {
        workers.kill(name);
      }
    }
    return null;
  }

  /** False: it is to die with what it holds. */
  private boolean work(String name, Channel channel) throws Exception {
    while (!drained.get()) {
      history.add(name, History.What.DEQUEUE, History.Type.INVOKE, null);
      Taken taken =
          channel.take(QUEUE, 1 + max(), null, List.of(), channel.deadline(Duration.ofSeconds(1)));
      if (taken.items().isEmpty()) {
        continue;
      }
      if (victims.get() > 0 && victims.getAndDecrement() > 0) {
        return false;
      }
      acknowledge(name, channel, taken.items());
    }
    return true;
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
      items.forEach(
          i -> history.add(name, History.What.DEQUEUE, History.Type.INFO, (String) i.json()));
    }
  }

  private synchronized int max() {
    return random.nextInt(5);
  }
}
