package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    assertThat(calls).as("1 + 2 + 4").hasValue(7);
  }

  @Test
  void each_leavesWhatIsTooMuchForOnePass() {
    assertThat(batches.each(numbers(2000), n -> n, n -> false)).hasSize(500);
  }

  @Test
  void each_passesAnErrorOn() {
    assertThatThrownBy(
            () ->
                batches.each(
                    numbers(10),
                    n -> {
                      throw new IllegalArgumentException("no");
                    },
                    n -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
