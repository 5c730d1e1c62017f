package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.Failures;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Calls to the server, repeated with growing pauses until it is known what came of them, or they
 * have been tried often enough: then they complete exceptionally, and all is open. A reply that
 * doesn't say what happened is never guessed at.
 */
final class Calls {
  private static final int TRIES = 7;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How a write of the head ended. */
  sealed interface HeadWritten {}

  /** Ours is there. */
  record Written(MapMeta meta) implements HeadWritten {}

  /** There is no head any more, or only a blank one. */
  record Gone() implements HeadWritten {}

  /** Another one is there. */
  record Other(HeadDoc doc) implements HeadWritten {}

  /** The server refuses for good. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String why) {
      super("the API server refuses it: " + why);
    }
  }

  private final ConfigMaps maps;
  private final RelayRuntime runtime;
  private final WriteBudget budget;
  private final LongConsumer onBytes;

  /**
   * @param onBytes told of each write's bytes, the object's overhead included
   */
  Calls(ConfigMaps maps, RelayRuntime runtime, WriteBudget budget, LongConsumer onBytes) {
    this.maps = maps;
    this.runtime = runtime;
    this.budget = budget;
    this.onBytes = onBytes;
  }

  /** A read, until it succeeds. */
  <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
    return attempt(() -> call.get().thenApply(Optional::of), 1);
  }

  /** Makes an object; {@link ConfigMaps.Conflict}: one with another content is there. */
  CompletionStage<ConfigMaps.Reply> create(MapDraft draft) {
    return attempt(() -> maps.create(draft).thenCompose(reply -> created(draft, reply)), 1);
  }

  private CompletionStage<Optional<ConfigMaps.Reply>> created(
      MapDraft draft, ConfigMaps.Reply reply) {
    account(draft, reply);
    if (reply instanceof ConfigMaps.Done) {
      return now(Optional.of(reply));
    } else if (reply instanceof ConfigMaps.Conflict) {
      // Perhaps our own, by an attempt whose reply was lost.
      return maps.get(draft.namespace(), draft.name())
          .thenApply(
              found ->
                  found.<ConfigMaps.Reply>map(
                      object ->
                          draft.madeOf(object)
                              ? new ConfigMaps.Done(object.meta())
                              : new ConfigMaps.Conflict()));
    }
    return again(reply);
  }

  /**
   * Writes the head.
   *
   * @param version that it replaces; never made where none is: a creation could come through late
   * @param nonce of the write, by which it is known again
   */
  CompletionStage<HeadWritten> head(MapDraft draft, String version, String nonce) {
    return attempt(
        () ->
            maps.replace(draft, version)
                .thenCompose(reply -> headWritten(draft, version, nonce, reply)),
        1);
  }

  private CompletionStage<Optional<HeadWritten>> headWritten(
      MapDraft draft, String version, String nonce, ConfigMaps.Reply reply) {
    account(draft, reply);
    if (reply instanceof ConfigMaps.Done done) {
      return now(Optional.of(new Written(done.meta())));
    } else if (reply instanceof ConfigMaps.Throttled || reply instanceof ConfigMaps.Refused) {
      return again(reply);
    }
    return maps.get(draft.namespace(), draft.name())
        .thenApply(found -> resolve(draft, found.map(HeadDoc::new), version, nonce));
  }

  /** Empty: it has not been done, and the same bytes may be sent again. */
  private static Optional<HeadWritten> resolve(
      MapDraft draft, Optional<HeadDoc> found, String version, String nonce) {
    if (found.isEmpty()) {
      return Optional.of(new Gone());
    }
    HeadDoc doc = found.get();
    if (doc.writtenAs(nonce)) {
      return Optional.of(new Written(doc.object().meta()));
    }
    if (doc.version().equals(version)) {
      return Optional.empty();
    }
    return Optional.of(doc.isBlank(draft.channel()) ? new Gone() : new Other(doc));
  }

  private static <T> CompletionStage<Optional<T>> again(ConfigMaps.Reply reply) {
    return reply instanceof ConfigMaps.Refused refused
        ? CompletableFuture.failedStage(new RefusedException(refused.why()))
        : now(Optional.empty());
  }

  private void account(MapDraft draft, ConfigMaps.Reply reply) {
    if (reply instanceof ConfigMaps.Throttled) {
      budget.throttled();
    } else if (reply instanceof ConfigMaps.Done || reply instanceof ConfigMaps.Unclear) {
      long bytes = draft.bytes() + Spill.OBJECT_OVERHEAD;
      budget.spend(bytes);
      onBytes.accept(bytes);
    }
  }

  /** Does it for each, some at a time; in the order given. Fails with the first failure. */
  <A, B> CompletionStage<List<B>> each(
      List<A> list, int parallel, Function<A, CompletionStage<B>> work) {
    return each(list, 0, parallel, work, new ArrayList<>());
  }

  private <A, B> CompletionStage<List<B>> each(
      List<A> list, int from, int parallel, Function<A, CompletionStage<B>> work, List<B> done) {
    if (from >= list.size()) {
      return now(done);
    }
    int to = Math.min(list.size(), from + parallel);
    List<CompletableFuture<B>> wave = new ArrayList<>();
    list.subList(from, to).forEach(a -> wave.add(work.apply(a).toCompletableFuture()));
    return CompletableFuture.allOf(wave.toArray(CompletableFuture[]::new))
        .thenComposeAsync(
            all -> {
              wave.forEach(one -> done.add(one.join()));
              return each(list, to, parallel, work, done);
            },
            runtime.executor());
  }

  private <T> CompletionStage<T> attempt(Supplier<CompletionStage<Optional<T>>> once, int number) {
    CompletableFuture<T> result = new CompletableFuture<>();
    safely(once)
        .whenComplete(
            (found, failure) -> {
              if (failure == null && found.isPresent()) {
                result.complete(found.get());
              } else if (number == TRIES || Failures.cause(failure) instanceof RefusedException) {
                result.completeExceptionally(
                    failure == null
                        ? new IllegalStateException("the API server did not say what happened")
                        : Failures.cause(failure));
              } else {
                runtime
                    .scheduler()
                    .after(
                        pause(number),
                        () -> attempt(once, number + 1).whenComplete((t, f) -> end(result, t, f)));
              }
            });
    return result;
  }

  private static <T> void end(CompletableFuture<T> result, T value, Throwable failure) {
    if (failure == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(Failures.cause(failure));
    }
  }

  private static <T> CompletionStage<T> safely(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static Duration pause(int number) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (number - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  static <T> CompletionStage<T> now(T value) {
    return CompletableFuture.completedStage(value);
  }
}
