package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.cluster.Tool.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands for a running channel, from outside the cluster, by somebody who has no other rights
 * than those that docs/commands.md names.
 */
@OnCluster
@ExtendWith(Installed.class)
class CommandsClusterIT {
  private static final String CHANNEL =
      "channel: {queues: [{name: tasks}, {name: late}, {name: squares}, {name: results}, {name: go}],"
          + " events: [{name: ready}]}";

  private static final String SQUARES =
      "exec worker each squares --results results -- sh -c 'read n; echo $(($n * $n))'";

  /** A main program on a laptop, which puts its second task only when it is told to. */
  private static final String MAIN =
      """
      import dev.workerpool.worker.*;
      class Main {
        public static void main(String[] args) throws Exception {
          Queue<String> squares = Queue.open("squares", String.class);
          Queue<String> results = Queue.open("results", String.class);
          squares.put("3");
          System.out.println(results.get());
          Queue<String> own = Queue.create(5, String.class);
          System.out.println(Queue.open("go", String.class).get());
          own.put("still there");
          squares.put("4");
          System.out.println(results.get());
        }
      }
      """;

  @TempDir static Path folder;
  private static TestNamespace namespace;
  private static Person person;

  @BeforeAll
  static void start() throws IOException {
    namespace = new TestNamespace();
    namespace.apply(Pools.pool("mine", SQUARES, "replicas: 1", CHANNEL)).ok();
    person =
        new Person(namespace, "user", "get, patch", Files.createDirectory(folder.resolve("u")));
  }

  @AfterAll
  static void end() {
    person.close();
    namespace.close();
  }

  @Test
  void itemsPutFromOutside_areSeenTakenAndDone() {
    run("", "put", "tasks", "one", "two words").ok();
    run("a\nb\n", "put", "tasks").ok();
    assertThat(run("", "queues").ok()).containsPattern("tasks +4 +0 +0 +4 +0");
    assertThat(run("", "get", "--peek", "tasks").ok()).isEqualTo("one\n");
    assertThat(run("", "get", "tasks", "--count", "4").ok()).isEqualTo("one\ntwo words\na\nb\n");
    run("", "join", "tasks", "--timeout", "20s").ok();
    assertThat(run("", "get", "tasks", "--timeout", "1s").exit()).isEqualTo(124);
    assertThat(namespace.get("wp/mine", "{.metadata.annotations.workerpool\\.dev/connect}"))
        .as("one hash, kept for the next command, and an expiry")
        .matches("[0-9a-f]{64}@[-0-9]+T[:0-9]+Z");
  }

  @Test
  void anEvent_isWaitedForAndSetFromOutside() {
    assertThat(run("", "wait", "ready", "--timeout", "1s").exit()).isEqualTo(124);
    run("", "set", "ready").ok();
    run("", "wait", "ready", "--timeout", "20s").ok();
  }

  @Test
  void waitingGet_andAMainProgram_outliveTheRelayThatTheyUsed() throws IOException {
    Path program = Files.writeString(folder.resolve("Main.java"), MAIN);
    var main =
        CompletableFuture.supplyAsync(
            () -> person.connect(namespace.name, "mine", "--", "java", program.toString()));
    run("", "put", "late", "soon").ok();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> run("", "get", "late", "--count", "2", "--timeout", "100s"));
    String done = "{.status.queues[?(@.name==\"late\")].done}";
    String held = "{.status.queues[?(@.name==\"results\")].leased}";
    eventually(() -> assertThat(namespace.get("wp/mine", done)).isEqualTo("1"));
    eventually(() -> assertThat(namespace.get("wp/mine", held)).isEqualTo("1"));
    String serving = RelayAccess.servingPod();
    Installed.system("delete", "pod", serving, "--grace-period=0", "--force").ok();
    run("", "put", "late", "still").ok();
    assertThat(waiting.join().ok()).isEqualTo("soon\nstill\n");
    run("", "put", "go", "after").ok();
    assertThat(main.join().ok()).isEqualTo("9\nafter\n16\n");
    assertThat(run("", "queues").ok())
        .as("its last result is done by its exit status")
        .containsPattern("results +0 +0 +0 +0 +2 ");
    Installed.rollout("workerpool-relay", "2m").ok();
  }

  @Test
  void whatCannotBe_isSaidInALine() {
    Ran unknownPool = person.workerpool("", "queues", "-n", namespace.name, "-p", "yours");
    assertThat(unknownPool.exit()).isEqualTo(2);
    assertThat(unknownPool.err())
        .isEqualToIgnoringNewLines(
            "workerpool queues: --pool: no pool yours in namespace " + namespace.name);
    Ran unknownQueue = run("", "put", "tusks", "x");
    assertThat(unknownQueue.exit()).isEqualTo(1);
    assertThat(unknownQueue.err()).contains("tusks").hasLineCount(1);
  }

  @Test
  void whoMayNot_isRefusedAndToldWhat() throws IOException {
    Path own = Files.createDirectory(folder.resolve("reader"));
    try (Person reader = new Person(namespace, "reader", "get", own)) {
      Ran refused = reader.workerpool("", "queues", "-n", namespace.name, "-p", "mine");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("forbidden", "patch").hasLineCount(1);
      person.mayNotForward();
      Ran unreachable = run("", "queues");
      assertThat(unreachable.exit()).isEqualTo(1);
      assertThat(unreachable.err()).contains("pods/portforward").hasLineCount(1);
    } finally {
      person.mayForward();
    }
  }

  private static Ran run(String input, String... args) {
    String[] all = new String[args.length + 4];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(new String[] {"-n", namespace.name, "-p", "mine"}, 0, all, args.length, 4);
    return person.workerpool(input, all);
  }
}
