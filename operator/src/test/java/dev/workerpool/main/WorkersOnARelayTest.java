package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.main.RelayOfFiles.Ended;
import dev.workerpool.main.RelayOfFiles.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java SDK and the worker command against the whole relay, as OS processes. */
@Timeout(240)
class WorkersOnARelayTest {
  private static final String PROGRAM = "../deploy/examples/consumers/Consumers.java";
  private static final String SQUARES = "src/test/resources/each/Squares.java";
  private static final List<String> RESULTS =
      IntStream.range(0, 10).mapToObj(i -> "Result: " + i + " * " + i + " = " + i * i).toList();

  @TempDir static Path classes;
  @TempDir Path folder;
  private RelayOfFiles relay;

  /** Once, not in each process: a JVM that compiles first takes its time on a busy machine. */
  @BeforeAll
  static void compile() {
    String jar = RelayOfFiles.SDK.toString();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                jar,
                "-d",
                classes.toString(),
                PROGRAM,
                SQUARES);
    assertThat(status).isZero();
  }

  @BeforeEach
  void serve() {
    relay = new RelayOfFiles(folder, "tasks", "results");
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void consumers_printTenResults_andExit() throws Exception {
    Worker main = main(2);
    List<Worker> consumers = List.of(consumer(1, "0.1"), consumer(2, "0.1"));
    assertTenResults(main);
    for (Worker consumer : consumers) {
      Ended ended = consumer.await();
      assertThat(ended.status()).as(ended.lines().toString()).isZero();
      assertThat(ended.lines()).last().asString().endsWith(": Exiting");
    }
  }

  @Test
  void relayThatDies_inTheMiddle_losesNothing() throws Exception {
    Worker main = main(2);
    List<Worker> consumers = List.of(consumer(1, "0.4"), consumer(2, "0.4"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> consumers.stream().mapToInt(c -> c.lines().size()).sum() >= 4);
    relay.crash();
    relay.serve();
    assertTenResults(main);
    for (Worker consumer : consumers) {
      assertThat(consumer.await().status()).isZero();
    }
  }

  @Test
  void consumerThatIsKilled_holdingATask_losesNothing() throws Exception {
    Worker main = main(1);
    Worker victim = consumer(1, "600");
    await().atMost(Duration.ofSeconds(60)).until(() -> !victim.lines().isEmpty());
    victim.process().toHandle().destroyForcibly();
    assertThat(victim.await().status()).isEqualTo(137);
    Worker successor = consumer(1, "0");
    assertTenResults(main);
    assertThat(successor.await().lines()).last().asString().endsWith(": Exiting");
  }

  @Test
  void shellScript_canBeAWorker() throws Exception {
    Map<String, String> env = Map.of("WORKERPOOL_NONCE", "0123456789abcdef0123456789abcdef");
    String consume =
        """
        set -e
        while task=$(worker get tasks --timeout 0); do
          worker put results "$task squared"
        done
        worker join tasks --timeout 0 || echo "join: $?"
        """;
    String produce = "printf '2\\n3\\n' | worker put tasks --lines && worker qsize tasks";
    assertThat(relay.start("main", Map.of(), "sh", "-c", produce).await())
        .isEqualTo(new Ended(0, List.of("2")));
    Ended consumer = relay.start("Process-1", env, "sh", "-c", consume).await();
    // The last get found nothing, but acked the item before it.
    assertThat(consumer.lines()).containsExactly("worker: timed out: queue tasks is empty");
    String collect = "worker get results; worker get results; worker event make e; worker qsize x";
    Ended collected = relay.start("main", env, "sh", "-c", collect).await();
    assertThat(collected.status()).isEqualTo(1);
    assertThat(collected.lines()).startsWith("2 squared", "3 squared").hasSize(3);
    assertThat(collected.lines().get(2)).contains("no queue x");
  }

  @Test
  void each_whileItsRelayDies_andWorkersDie_putsEachResultOnce() throws Exception {
    squares("main", "put", "60").await();
    List<Worker> workers = new ArrayList<>();
    for (String name : List.of("Process-1", "Process-2", "Process-3")) {
      workers.add(squares(name, "work", "50"));
    }
    awaitLines(workers, 9);
    workers.get(0).process().toHandle().destroyForcibly();
    workers.get(1).process().toHandle().destroy();
    assertThat(workers.get(0).await().status()).isEqualTo(137);
    assertThat(workers.get(1).await().status()).isEqualTo(143);
    relay.crash();
    relay.serve();
    assertThat(workers.get(2).await().lines()).last().isEqualTo("over");
    assertSquares(60);
  }

  @Test
  void workerEach_terminatedInTheMiddle_putsEachResultOnce() throws Exception {
    squares("main", "put", "20").await();
    String square = "n=$(cat); echo $n >&2; sleep 0.1; echo $((n * n))";
    String loop = "exec worker each tasks --results results -- sh -c '" + square + "'";
    String[] each = {"sh", "-c", loop};
    Worker first = relay.start("Process-1", Map.of(), each);
    awaitLines(List.of(first), 3);
    first.process().toHandle().destroy();
    Ended ended = first.await();
    assertThat(ended.status()).as(ended.lines().toString()).isEqualTo(143);
    assertThat(ended.lines()).hasSizeLessThan(20);
    Ended rest = relay.start("Process-2", Map.of(), each).await();
    assertThat(rest.status()).isZero();
    // What was terminated had finished its item: nobody did one twice.
    assertThat(ended.lines().size() + rest.lines().size()).isEqualTo(20);
    assertSquares(20);
  }

  private Worker squares(String name, String... arguments) throws Exception {
    return relay.start(name, Map.of(), java("Squares", arguments));
  }

  private static void awaitLines(List<Worker> workers, int number) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> workers.stream().mapToInt(w -> w.lines().size()).sum() >= number);
  }

  private void assertSquares(int number) throws Exception {
    assertThat(squares("main", "collect").await().lines())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, number).mapToObj(n -> "" + n * n).toList());
  }

  private Worker main(int consumers) throws Exception {
    return relay.start("main", Map.of(), java("Consumers", "main", "" + consumers));
  }

  private Worker consumer(int number, String seconds) throws Exception {
    String name = "Process-" + number;
    return relay.start(name, Map.of("TASK_SECONDS", seconds), java("Consumers", "consumer"));
  }

  private static String[] java(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("java", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", RelayOfFiles.SDK + ":" + classes));
    command.add(program);
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private static void assertTenResults(Worker main) throws Exception {
    Ended ended = main.await();
    assertThat(ended.status()).as(ended.lines().toString()).isZero();
    List<String> results = new ArrayList<>(ended.lines());
    results.removeIf(line -> !line.startsWith("Result: "));
    assertThat(results).containsExactlyInAnyOrderElementsOf(RESULTS);
  }
}
