package dev.workerpool.main;

import dev.workerpool.kube.ClusterChannel;
import dev.workerpool.kube.NoCluster;
import dev.workerpool.local.BadInput;
import dev.workerpool.local.RunningRun;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The channel that a command was pointed to, reachable until it is closed. */
final class OpenChannel implements AutoCloseable {
  /** How long a command goes on trying while no relay answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Target target;
  private final Channel channel;
  private final String pool;
  private final String nonce = Channel.newId();
  private final CompletableFuture<?> end;
  private final Runnable closing;

  private OpenChannel(
      Target target,
      String pool,
      Consumer<String> log,
      CompletableFuture<?> end,
      Runnable closing) {
    this.target = target;
    this.pool = pool;
    this.channel = Channel.of(target, new Channel.Options(nonce, true, PATIENCE, log));
    this.end = end;
    this.closing = closing;
  }

  /** Where it is. */
  Target target() {
    return target;
  }

  /** The pool that it was found by. */
  String pool() {
    return pool;
  }

  /** Of the channel's session. */
  String nonce() {
    return nonce;
  }

  /**
   * Completes when no relay will answer any more: the run has ended. Of a cluster's, the relay
   * tells.
   */
  CompletableFuture<?> end() {
    return end;
  }

  /** Whether that is so. */
  boolean hasEnded() {
    return end.isDone();
  }

  /** That it is so, for people. */
  String ending() {
    return "the run of " + pool + " has ended";
  }

  Channel channel() {
    return channel;
  }

  /**
   * Finds the channel: by the data folder, else in the cluster that options name, else the run that
   * goes on here, else in the current cluster.
   *
   * @param log where the client says that it waits
   * @throws BadInput when there is none, or it isn't clear which
   */
  static OpenChannel of(ChannelOptions options, Consumer<String> log) {
    if (options.data != null) {
      RunningRun run =
          RunningRun.of(options.data)
              .orElseThrow(
                  () -> new BadInput("--data: no run goes on with its data in " + options.data));
      return local(run, log);
    }
    if (!options.inCluster()) {
      List<RunningRun> runs =
          RunningRun.all(RunningRun.list(Folders.runtime())).stream()
              .filter(run -> options.pool == null || options.pool.equals(run.pool()))
              .toList();
      if (runs.size() == 1) {
        return local(runs.get(0), log);
      } else if (runs.size() > 1) {
        throw new BadInput(
            "--pool: several runs go on: "
                + String.join(", ", runs.stream().map(RunningRun::pool).toList())
                + " (or give --data)");
      }
    }
    return cluster(options, log);
  }

  private static OpenChannel local(RunningRun run, Consumer<String> log) {
    Path token = Path.of(run.tokenFile());
    Target target = new Target(run.url(), run.namespace(), run.channel(), token, null);
    return new OpenChannel(target, run.pool(), log, end(run), () -> {});
  }

  private static CompletableFuture<?> end(RunningRun run) {
    if (run.pid() == ProcessHandle.current().pid()) {
      return new CompletableFuture<>(); // then so are we
    }
    return ProcessHandle.of(run.pid())
        .<CompletableFuture<?>>map(ProcessHandle::onExit)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private static OpenChannel cluster(ChannelOptions options, Consumer<String> log) {
    if (options.pool == null) {
      throw new BadInput("--pool: no run goes on here; name the pool whose channel is meant");
    }
    Path tokens = RunningRun.ownFolder(Folders.runtime().resolve("tokens"));
    ClusterChannel way = null;
    try {
      way =
          new ClusterChannel(
              new ClusterChannel.Place(
                  options.kubeconfig, options.context, options.namespace, options.relayNamespace));
      ClusterChannel.Access access = way.open(options.pool, tokens);
      Target target =
          new Target(access.url(), access.namespace(), access.channel(), access.tokenFile(), null);
      return new OpenChannel(target, options.pool, log, new CompletableFuture<>(), way::close);
    } catch (NoCluster e) {
      String option = e.by() == null ? "--pool: " + noRun(options) : "--" + e.by() + ": ";
      throw new BadInput(option + e.getMessage());
    } catch (IllegalArgumentException e) {
      close(way);
      throw new BadInput("--pool: " + noRun(options) + e.getMessage());
    } catch (KubernetesClientException e) {
      close(way);
      throw new IllegalStateException(noRun(options) + "the API server: " + reason(e), e);
    } catch (RuntimeException e) {
      close(way);
      throw e;
    }
  }

  /** What was looked for before the cluster was. */
  private static String noRun(ChannelOptions options) {
    return options.inCluster() ? "" : "no run of pool " + options.pool + " goes on here, and ";
  }

  static String reason(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost == e ? e.getMessage() : e.getMessage() + ": " + innermost;
  }

  private static void close(ClusterChannel way) {
    if (way != null) {
      way.close();
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
