package dev.workerpool.kube;

import dev.workerpool.channel.Declaration;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.Submission;
import dev.workerpool.relay.WatchPage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told of pools and pods. */
final class RecordingRelay implements Relay {
  final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void own(PoolChannel channel, Declaration declaration, long knownEpoch) {
    told.add(
        "own %s %s %s %d"
            .formatted(
                channel.ref(),
                declaration.queues().stream()
                    .map(q -> q.name() + "/" + q.rules().maxSize())
                    .toList(),
                declaration.events(),
                knownEpoch));
  }

  @Override
  public void join(PoolChannel member, ChannelRef owner, boolean ownerGone) {
    told.add("join " + member.ref() + " " + owner + (ownerGone ? " gone" : ""));
  }

  @Override
  public void gone(PoolChannel channel) {
    told.add("gone " + channel.ref());
  }

  @Override
  public void workerEnded(String podUid, Integer exitCode) {
    told.add("ended " + podUid + " " + exitCode);
  }

  @Override
  public void workersAlive(ChannelRef channel, Set<String> podUids) {
    told.add("alive " + channel + " " + new TreeSet<>(podUids));
  }

  @Override
  public CompletableFuture<Answer> submit(Submission submission) {
    throw new UnsupportedOperationException("pools and pods ask for nothing");
  }

  @Override
  public CompletableFuture<WatchPage> watch(String after, Duration wait) {
    throw new UnsupportedOperationException("pools and pods ask for nothing");
  }

  @Override
  public void start() {}

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean isServing() {
    return true;
  }
}
