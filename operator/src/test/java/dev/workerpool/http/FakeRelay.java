package dev.workerpool.http;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.Submission;
import dev.workerpool.relay.WatchPage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Remembers what was submitted; answers as told, or not at all. */
final class FakeRelay implements Relay {
  final List<Submission> submissions = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Answer>> futures = new CopyOnWriteArrayList<>();
  volatile Function<Submission, Outcome> script = s -> new Outcome.Done();
  volatile WatchPage page = new WatchPage("1", List.of());
  volatile long epoch = 7;
  volatile boolean serving = true;

  /** A script that leaves requests parked. */
  static Outcome park(Submission submission) {
    return null;
  }

  @Override
  public CompletableFuture<Answer> submit(Submission submission) {
    submissions.add(submission);
    CompletableFuture<Answer> future = new CompletableFuture<>();
    futures.add(future);
    Outcome outcome = script.apply(submission);
    if (outcome != null) {
      future.complete(new Answer(outcome, epoch));
    }
    return future;
  }

  Submission only() {
    if (submissions.size() != 1) {
      throw new AssertionError("not one submission: " + submissions);
    }
    return submissions.get(0);
  }

  @Override
  public CompletableFuture<WatchPage> watch(String after, Duration wait) {
    return CompletableFuture.completedFuture(page);
  }

  @Override
  public void own(PoolChannel channel, Declaration declaration, long knownEpoch) {}

  @Override
  public void join(PoolChannel member, ChannelRef owner, boolean ownerGone) {}

  @Override
  public void gone(PoolChannel channel) {}

  @Override
  public void workerEnded(String podUid, Integer exitCode) {}

  @Override
  public void workersAlive(ChannelRef channel, Set<String> podUids) {}

  @Override
  public void start() {}

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean isServing() {
    return serving;
  }
}
