package dev.workerpool.local;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Channels as files: {@code ROOT/NAMESPACE/NAME/head} is the state at some commit, {@code log-N}
 * what was committed since. A commit is an append and an fdatasync; from time to time a new head is
 * written, synced and renamed over the old one. Several processes may use one root: each write
 * looks under a lock whether somebody else wrote. Every call blocks, and its stage is done when it
 * returns: to wake another thread for a commit would take about as long as the commit.
 */
public final class FileChannelStore implements ChannelStore {
  private static final long MAX_STATE_BYTES = 256L << 20;

  private final Path root;
  private final Map<PoolChannel, ChannelFiles> channels = new ConcurrentHashMap<>();

  /**
   * @param root made when it isn't there
   */
  public FileChannelStore(Path root) {
    this.root = root;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return run(() -> files(channel).load());
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return run(() -> files(channel).write(version, commit));
  }

  @Override
  public long maxStateBytes() {
    return MAX_STATE_BYTES;
  }

  private ChannelFiles files(PoolChannel channel) {
    return channels.computeIfAbsent(
        channel,
        c ->
            new ChannelFiles(
                root.resolve(c.ref().namespace()).resolve(c.ref().name()), c.poolUid()));
  }

  private interface Io<T> {
    T run() throws IOException;
  }

  private static <T> CompletionStage<T> run(Io<T> task) {
    try {
      return CompletableFuture.completedStage(task.run());
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
