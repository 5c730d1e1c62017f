package dev.workerpool.histories;

import dev.workerpool.cluster.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An API server with its etcd that nobody else uses, beside the cluster of {@code .ci/cluster}: so
 * they may be killed. There are no nodes.
 */
final class OwnServer implements AutoCloseable {
  private final Path state;
  private final String name;

  private OwnServer(Path cluster, int number) {
    name = cluster.getFileName() + "-h" + number;
    state = cluster.resolveSibling(name);
  }

  /** Starts the one of that number, from 0; about 15 seconds. */
  static OwnServer start(int number) {
    OwnServer server = new OwnServer(TestCluster.ciState().orElseThrow(), number);
    server.run("up.sh");
    return server;
  }

  Config config() {
    return Config.fromKubeconfig(state.resolve("etc/admin.conf").toFile());
  }

  /** {@code kill -9}, and started again after that many seconds. */
  void kill(String part, int seconds) {
    run("again.sh", part, "" + seconds);
  }

  @Override
  public void close() {
    run("down.sh");
  }

  private void run(String script, String... args) {
    List<String> command = new ArrayList<>(List.of("../.ci/cluster/" + script));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WORKERPOOL_CI_NAME", name);
    builder.environment().put("WORKERPOOL_CI_STATE", state.toString());
    builder.environment().put("WORKERPOOL_CI_NET", net());
    builder.environment().put("ONLY_CONTROL_PLANE", "1");
    try {
      Process process = builder.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(script, e);
    }
  }

  /** Of the range for benchmarks, too, by the name: not the network of another cluster. */
  private String net() {
    return "198.19." + Math.floorMod(name.hashCode(), 250);
  }
}
