package dev.workerpool.worker.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each signal that the shim is sent: 1 to 31 and realtime ones. */
@Timeout(30)
class ShimSignalsTest extends ShimFixture {
  private static final int CHLD = 17;
  private static final int KILL = 9;
  private static final int STOP = 19;
  private static final int TSTP = 20;

  /** About the shim itself: its children, its writes, its terminal. */
  private static final List<Integer> KEPT = List.of(13, CHLD, 21, 22);

  /** CONT, URG, WINCH: passed on, but no end by default. */
  private static final List<Integer> HARMLESS = List.of(18, 23, 28);

  /**
   * All that end a process by default. 34: the first realtime signal of programs made with glibc.
   */
  static IntStream endings() {
    return IntStream.concat(IntStream.rangeClosed(1, 31), IntStream.of(34, 35, 64))
        .filter(n -> n != KILL && n != STOP && n != TSTP)
        .filter(n -> !KEPT.contains(n) && !HARMLESS.contains(n));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void signal_thatNobodyHandles_endsTheChildByIt(int number) throws Exception {
    Process shim = start(List.of(), "sh", "-c", "ulimit -c 0; echo ready; exec sleep 60");
    awaitLine(shim, "ready");
    // The child may be between `echo` and `exec`: either way it has the default action.
    kill(number, shim.pid());
    assertThat(end(shim).record())
        .isEqualTo(line("{'workerpool':1,'signal':" + number + ",'forwarded':" + number + "}"));
    assertThat(shim.exitValue()).isEqualTo(128 + number);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 23, 28})
  void signal_thatEndsNobody_isPassedOn_andIsNotTheOneRecorded(int number) throws Exception {
    Process shim =
        start(
            List.of(), "sh", "-c", waitLoop("trap 'echo got' " + number + "; trap 'exit 5' TERM"));
    BufferedReader out = awaitLine(shim, "ready");
    kill(number, shim.pid());
    assertThat(out.readLine()).isEqualTo("got");
    kill(15, shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':5,'forwarded':15}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 17, 21, 22})
  void signal_aboutTheShimItself_staysWithIt(int number) throws Exception {
    Process shim =
        start(
            List.of(),
            "sh",
            "-c",
            waitLoop("trap 'echo got' PIPE TTIN TTOU; trap 'echo usr1' USR1; trap 'exit 5' TERM"));
    BufferedReader out = awaitLine(shim, "ready");
    kill(number, shim.pid());
    // Two rounds: signals that wait together are fetched in the order of their numbers.
    for (int round = 0; round < 2; round++) {
      kill(10, shim.pid());
      assertThat(out.readLine()).isEqualTo("usr1");
    }
    kill(15, shim.pid());
    assertThat(end(shim).output()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--setsid"})
  void stopFromATerminal_stopsTheChildAndTheShim_andContinueGoesOn(String flag) throws Exception {
    List<String> flags = flag.isEmpty() ? List.of() : List.of(flag);
    Process shim = start(flags, "sh", "-c", "echo $$; exec sleep 60");
    long child = Long.parseLong(shim.inputReader().readLine());
    kill(TSTP, shim.pid());
    await().until(() -> state(child) == 'T' && state(shim.pid()) == 'T');
    kill(18, shim.pid());
    await().until(() -> state(child) == 'S' && state(shim.pid()) == 'S');
    kill(15, shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'signal':15,'forwarded':15}"));
  }

  @Test
  void stoppedShim_goesOnWhereItWas() throws Exception {
    Process shim = start(List.of(), "sh", "-c", "echo ready; read x; exit 3");
    awaitLine(shim, "ready");
    kill(STOP, shim.pid());
    await().until(() -> state(shim.pid()) == 'T');
    shim.getOutputStream().close(); // the child ends meanwhile
    kill(18, shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':3}"));
  }

  @Test
  void stoppedChild_isStillAlive_andEndsByKill() throws Exception {
    Process shim = start(List.of(), "sh", "-c", "echo $$; exec sleep 60");
    long child = Long.parseLong(shim.inputReader().readLine());
    kill(STOP, child);
    await().until(() -> state(child) == 'T');
    assertThat(state(shim.pid())).isEqualTo('S');
    kill(KILL, child);
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'signal':9}"));
  }

  @Test
  void firstProcess_ofAContainer_passesOnWhatTheKernelWouldIgnore() throws Exception {
    var unshared = List.of("unshare", "--pid", "--fork", "--mount-proc");
    assumeTrue(succeeds(unshared, "true"), "skipped: no right to make a PID namespace here");
    for (int number : new int[] {15, 34}) {
      Process outer =
          new Command(unshared)
              .with(SHIM.toString(), "--record", record().toString(), "--")
              .with("sh", "-c", "echo ready $PPID; exec sleep 60")
              .start();
      awaitLine(outer, "ready 1");
      long shim = outer.children().findFirst().orElseThrow().pid();
      kill(number, shim);
      assertThat(end(outer).record())
          .isEqualTo(line("{'workerpool':1,'signal':" + number + ",'forwarded':" + number + "}"));
      assertThat(outer.exitValue()).isEqualTo(128 + number);
    }
  }

  /** Of a process: R, S, T (stopped), Z (zombie); '-' when it is gone. */
  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return '-';
    }
  }

  @Test
  void handledTerm_exitsAsTheHandlerSays_andSaysForwarded() throws Exception {
    // As a JVM does: it catches TERM and exits with 143.
    Process shim = start(List.of(), "sh", "-c", waitLoop("trap 'exit 143' TERM"));
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    Ended ended = end(shim);
    assertThat(ended.status()).isEqualTo(143);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':143,'forwarded':15}"));
  }

  @Test
  void jvm_thatIsTerminated_exitsWith143_andIsToldFromOneThatExitsSo() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process shim =
        start(
            List.of(), java, "-Xshare:auto", "-cp", "target/test-classes", Sleeper.class.getName());
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':143,'forwarded':15}"));
  }

  /** A worker that works for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void lastTerminatingSignal_isTheOneRecorded() throws Exception {
    Process shim =
        start(
            List.of(),
            "sh",
            "-c",
            waitLoop("trap 'echo usr1' USR1; trap 'echo term' TERM; trap 'exit 5' CONT"));
    BufferedReader out = awaitLine(shim, "ready");
    kill("USR1", shim.pid());
    assertThat(out.readLine()).isEqualTo("usr1");
    kill("TERM", shim.pid());
    assertThat(out.readLine()).isEqualTo("term");
    kill("CONT", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':5,'forwarded':15}"));
  }

  /** A runtime that has begun to end by one signal is not put off by another. */
  @Test
  void earlierSignal_thatTheExitAnswers_isTheOneRecorded() throws Exception {
    Process shim =
        start(List.of(), "sh", "-c", waitLoop("trap 'echo term' TERM; trap 'exit 143' USR1"));
    BufferedReader out = awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    assertThat(out.readLine()).isEqualTo("term");
    kill("USR1", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':143,'forwarded':15}"));
  }

  @Test
  void inheritedIgnoredSignal_isDefaultAgainInTheChild() throws Exception {
    Process shim =
        started("sh", "-c", "trap '' TERM; exec \"$0\" \"$@\"", SHIM.toString())
            .with("--record", record().toString(), "--", "sh", "-c", "echo ready; exec sleep 60")
            .start();
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'signal':15,'forwarded':15}"));
  }
}
