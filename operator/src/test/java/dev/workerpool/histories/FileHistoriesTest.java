package dev.workerpool.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store of files under {@code kill -9}: its relay is killed again and again while puts and acks
 * go on. {@code -Dworkerpool.histories.kills=100} for a longer one.
 */
class FileHistoriesTest {
  private static final int KILLS = Integer.getInteger("workerpool.histories.kills", 4);
  private static final long SEED = Long.getLong("workerpool.histories.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void killedAtAnyMoment_nothingIsLostOrDoubled() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int port = freePort();
    History history = new History();
    List<String> args = List.of(folder.resolve("channel").toString(), "" + port);
    Path log = folder.resolve("relay.log");
    String main = FileRelayMain.class.getName();
    try (RelayProcess relay = new RelayProcess(main, args, Map.of(), log)) {
      relay.start();
      Crew crew =
          new Crew(
              history,
              new Tokens(port),
              new Crew.Size(4, 3, Integer.MAX_VALUE / 8, Duration.ofMillis(2), Duration.ZERO),
              SEED);
      crew.start();
      for (int i = 0; i < KILLS; i++) {
        await(history, 200 + random.nextInt(300));
        relay.kill();
        relay.start();
      }
      await(history, 200);
      crew.stopProducing();
      crew.finish();
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed " + SEED + "\n" + Files.readString(log), e);
    }
    TotalQueue found = TotalQueue.check(history.ops());
    System.out.println(history.size() + " operations, " + found);
    assertThat(found.valid()).as("seed " + SEED + ": " + found).isTrue();
    assertThat(found.enqueued()).isGreaterThan(100L * KILLS);
  }

  /** Until so many more operations were begun. */
  private static void await(History history, int more) {
    long until = history.size() + more;
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (history.size() < until && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(history.size()).as("operations go on").isGreaterThanOrEqualTo(until);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A worker's token is its name. */
  private final class Tokens implements Crew.Workers {
    private final int port;

    Tokens(int port) {
      this.port = port;
    }

    @Override
    public Channel hire(String name) throws IOException {
      Path token = Files.writeString(folder.resolve(name), name);
      String url = "http://127.0.0.1:" + port;
      return Channel.of(new Target(url, "default", "consumers", token, null), Crew.options());
    }

    @Override
    public void kill(String name) {
      throw new UnsupportedOperationException("nobody tells this relay of deaths");
    }
  }
}
