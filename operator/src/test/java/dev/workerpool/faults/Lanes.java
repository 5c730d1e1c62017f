package dev.workerpool.faults;

import dev.workerpool.cluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/** Several lanes, which share what is to be done, and the reference runs that all compare with. */
final class Lanes implements AutoCloseable {

  /** A workload's end when nothing goes wrong, and the writes that it took. */
  record Reference(EndState state, List<Journal.Entry> writes) {}

  private final List<Lane> lanes = new ArrayList<>();
  private final ExecutorService threads;
  private final Map<String, Reference> references = new ConcurrentHashMap<>();

  Lanes() {
    int number = Settings.LANES;
    threads = Executors.newFixedThreadPool(number);
    try (var client = TestCluster.client()) {
      TestCluster.define(client);
    }
    for (int i = 0; i < number; i++) {
      lanes.add(new Lane().open());
    }
  }

  /** Has all that done, each in some lane; throws all that failed, with what they said. */
  <T> void each(List<T> tasks, BiConsumer<Lane, T> work) {
    BlockingQueue<T> left = new LinkedBlockingQueue<>(tasks);
    var failures = new LinkedBlockingQueue<Throwable>();
    var running = new ArrayList<Future<?>>();
    for (var lane : lanes) {
      running.add(
          threads.submit(
              () -> {
                for (T task = left.poll(); task != null; task = left.poll()) {
                  try {
                    work.accept(lane, task);
                  } catch (RuntimeException | AssertionError e) {
                    System.out.println("FAILED " + task + ": " + e.getMessage());
                    failures.add(new AssertionError(task + ": " + e.getMessage(), e));
                  }
                }
              }));
    }
    running.forEach(Lanes::join);
    report(failures, tasks.size());
  }

  private static void report(BlockingQueue<Throwable> failures, int of) {
    if (!failures.isEmpty()) {
      var error =
          new AssertionError(
              failures.size() + " of " + of + " failed, the first:", failures.peek());
      failures.stream().skip(1).limit(20).forEach(error::addSuppressed);
      throw error;
    }
  }

  private static void join(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Plays each workload undisturbed, once. */
  void refer(List<Workload> workloads) {
    each(
        workloads,
        (lane, workload) -> {
          var trial = new Trial(lane, workload, Disturbance.NONE);
          var state = trial.reference();
          references.put(
              workload.name(), new Reference(state, List.copyOf(trial.journal().entries())));
        });
  }

  Reference reference(Workload workload) {
    return references.get(workload.name());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    lanes.forEach(Lane::close);
  }
}
