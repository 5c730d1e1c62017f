package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelBatchesTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final ParallelBatches batches = new ParallelBatches(threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void each_answersInTheOrderOfTheItems() {
    assertThat(batches.each(numbers(100), n -> n * 2, n -> false))
        .isEqualTo(numbers(100).stream().map(n -> n * 2).toList());
  }

  @Test
  void each_stopsAfterTheFirstRefusal() {
    var calls = new AtomicInteger();
    batches.each(numbers(100), n -> calls.incrementAndGet(), n -> true);

    assertThat(calls).hasValue(1);
  }

  @Test
  void each_growsSlowlySoThatALateRefusalCostsLittle() {
    var calls = new AtomicInteger();
    batches.each(numbers(100), n -> n == 3 | calls.incrementAndGet() < 0, refused -> refused);

    assertThat(calls).as("at most 1 + 2 + 4").hasValueGreaterThan(3).hasValueLessThan(8);
  }

  @Test
  void each_beginsNothingAfterARefusalInTheCrowd() {
    var results = batches.each(numbers(500), n -> n >= 100, refused -> refused);

    assertThat(results.stream().filter(refused -> !refused)).hasSize(100);
    assertThat(results.stream().filter(refused -> refused)).hasSizeBetween(1, 4);
  }

  @Test
  void each_leavesWhatIsTooMuchForOnePass() {
    assertThat(batches.each(numbers(2000), n -> n, n -> false)).hasSize(500);
  }

  @Test
  void each_passesAnErrorOnAndBeginsNothingAfterIt() {
    var calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                batches.each(
                    numbers(500),
                    n -> {
                      calls.incrementAndGet();
                      if (n >= 100) {
                        throw new IllegalArgumentException("no");
                      }
                      return n;
                    },
                    n -> false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(calls).as("4 threads").hasValueGreaterThan(100).hasValueLessThan(105);
  }

  @Test
  void each_ofLittleDoesNotWaitForAllOfMuch() throws Exception {
    var line = new LinkedBlockingQueue<Runnable>();
    var single = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, line);
    var fair = new ParallelBatches(single);
    var gate = new CountDownLatch(1);
    var done = new AtomicInteger();
    try {
      var much =
          CompletableFuture.runAsync(
              () -> fair.each(numbers(500), n -> pass(n < 31 ? null : gate, done), n -> false));
      await().until(() -> line.size() >= 31);
      var little =
          CompletableFuture.supplyAsync(
              () -> fair.each(numbers(3), n -> done.get(), doneMeanwhile -> false));
      await().until(() -> line.size() >= 33);
      gate.countDown();

      assertThat(little.get(1, TimeUnit.MINUTES)).allMatch(doneMeanwhile -> doneMeanwhile < 250);
      much.get(1, TimeUnit.MINUTES);
      assertThat(done).hasValue(500);
    } finally {
      single.shutdownNow();
    }
  }

  private static int pass(CountDownLatch gate, AtomicInteger done) {
    try {
      if (gate != null) {
        gate.await();
      }
      return done.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
