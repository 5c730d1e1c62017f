package dev.workerpool.relay;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Limits;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One reign over a channel: folds a batch, commits it, answers, and folds what came in meanwhile.
 * Everything runs in the actor's mailbox.
 */
final class Serving {
  /** Room beyond the limit that a hand-over's lease table may take; without it there's a grace. */
  private static final long HAND_OVER_ROOM = 64 * 1024;

  /** What a reign tells its actor; in the mailbox. */
  interface Court {
    /** The state is another one, and durable. */
    void moved(ChannelState state);

    /** Something was found wrong and is mended. */
    void mended(ChannelView.Problem found);

    /** Puts wait because too much was written of late. */
    void held();

    /** Something is wrong. */
    void troubled(ChannelView.Problem found);

    /** The reign is over: another relay's has begun. */
    void deposed(Stamp foreign);

    /** Runs the task in the mailbox. */
    void post(Runnable task);

    /** Runs it in the mailbox, in the caller's thread if nobody works there; it holds no lock. */
    void enter(Runnable task);
  }

  private final RelayRuntime runtime;
  private final ChannelStore store;
  private final Court court;
  private final Folding folding;
  private final Writer writer;
  private Batch flying;

  /** Requests that wait for a look at the store. */
  private final List<Pending> doubted = new ArrayList<>();

  private boolean looking;
  private boolean disturbed;
  private boolean trouble;
  private boolean over;
  private CompletableFuture<Void> handedOver;
  private Set<String> missing = Set.of();
  private final Expiry expiry = new Expiry();

  Serving(
      ChannelStore store,
      PoolChannel channel,
      RelayRuntime runtime,
      RelaySettings settings,
      Opening.Opened opened,
      Court court) {
    this.store = store;
    this.runtime = runtime;
    this.court = court;
    this.folding = new Folding(settings, opened.state(), store::untilPuts);
    this.writer =
        new Writer(store, channel, runtime, opened, why -> court.post(() -> troubled(why)));
  }

  void add(Pending pending) {
    if (trouble || handedOver != null) {
      pending.answer(
          trouble
              ? new Outcome.Recovering("The channel's store does not answer; try again.")
              : new Outcome.NotLeader("This relay is handing over."),
          folding.state().epoch());
    } else {
      folding.add(pending);
    }
  }

  /** An operation of the relay's own; nobody waits for its answer. */
  void own(Operation operation) {
    folding.add(
        new Pending(new Request(Opening.RELAY, operation), Instant.MIN, new CompletableFuture<>()));
  }

  /** Ends owners that two listings in a row don't show. */
  void alive(Set<String> podUids) {
    Set<String> absent = new HashSet<>(folding.state().podOwners());
    absent.removeAll(podUids);
    for (String owner : absent) {
      if (missing.contains(owner)) {
        own(new Operation.EndOwner(owner, null));
      }
    }
    missing = absent;
  }

  /** Somebody else changed what is stored: the whole state is written at the next turn. */
  void disturbed() {
    disturbed = true;
  }

  /** One step: folds what there is and sends its commit, unless one is on its way. */
  void turn() {
    if (over || flying != null) {
      return;
    }
    if (handedOver != null) {
      handOverNow();
      return;
    }
    Instant now = runtime.clock().instant();
    if (expiry.isDue(now)) {
      if (expiry.isLate(now)) {
        folding.become(folding.state().hearingFrom(now));
      }
      expiry.doneAt(now);
      own(new Operation.Expire());
    }
    if (disturbed) {
      disturbed = false;
      flying = new Batch(folding.state().epoch());
      landed(writer.writeWhole(folding.state()));
      return;
    }
    ChannelState before = folding.state();
    Batch batch = folding.fold(now);
    if (folding.holdsPuts()) {
      court.held();
    }
    if (!batch.isEmpty()) {
      flying = batch;
      landed(writer.write(folding.state(), batch.changes()));
    } else if (folding.state() != before) {
      court.moved(folding.state());
    }
    if (batch.isEmpty() && folding.hasWork()) {
      court.post(() -> {});
    }
  }

  /** When the next turn is due though nothing comes in; null while a commit is on its way. */
  Instant nextTurn() {
    if (over || flying != null) {
      return null;
    }
    Instant deadline = folding.nextDeadline();
    return deadline == null || expiry.next().isBefore(deadline) ? expiry.next() : deadline;
  }

  private void landed(CompletionStage<Writer.Landed> stage) {
    stage.whenComplete((landed, failure) -> court.enter(() -> landed(landed, failure)));
  }

  private void landed(Writer.Landed landed, Throwable failure) {
    if (over) {
      return;
    }
    if (landed instanceof Writer.Durable durable) {
      Batch batch = flying;
      flying = null;
      trouble = false;
      if (durable.epoch() != folding.state().epoch()) {
        folding.become(folding.state().withEpoch(durable.epoch()));
      }
      court.moved(folding.state());
      if (durable.problem() != null) {
        court.mended(durable.problem());
      }
      batch.committed();
    } else if (landed instanceof Writer.Deposed deposed) {
      court.deposed(deposed.foreign());
    } else {
      throw new IllegalStateException("a commit ended without an outcome", failure);
    }
  }

  private void troubled(Throwable why) {
    if (over || flying == null) {
      return;
    }
    trouble = true;
    flying.failed(
        new Outcome.OutcomeUnknown("The store did not say whether it was stored; repeat it."));
    refuseAll(new Outcome.Recovering("The channel's store does not answer; try again."));
    court.troubled(ChannelView.Problem.unavailable(why));
  }

  /**
   * The client has seen a higher epoch than ours: its request waits until a look at the store,
   * begun after it came, says whether we are deposed. By what we knew it might be refused for good.
   * (Not taken at its word: else any client could end a reign.) One look at a time.
   */
  void doubt(Pending pending) {
    doubted.add(pending);
    if (!looking) {
      look();
    }
  }

  private void look() {
    looking = true;
    List<Pending> waiting = List.copyOf(doubted);
    doubted.clear();
    store
        .peek(writer.channel())
        .whenComplete((found, failure) -> court.post(() -> looked(waiting, found)));
  }

  /**
   * Without a head there is no telling who reigns: we find out by writing it again.
   *
   * @param found null when the store didn't answer
   */
  private void looked(List<Pending> waiting, ChannelStore.Found found) {
    looking = false;
    long epoch = folding.state().epoch();
    boolean deposed =
        !over && found instanceof ChannelStore.Head head && head.stamp().epoch() > epoch;
    disturbed |= found instanceof ChannelStore.Absent;
    if (over || deposed) {
      Outcome refusal = new Outcome.NotLeader("Another relay serves the channel.");
      waiting.forEach(p -> p.answer(refusal, epoch));
    } else if (!(found instanceof ChannelStore.Head)) {
      Outcome refusal = new Outcome.Recovering("It isn't known who serves the channel; try again.");
      waiting.forEach(p -> p.answer(refusal, epoch));
    } else {
      waiting.forEach(this::add);
    }
    if (deposed) {
      court.deposed(((ChannelStore.Head) found).stamp());
    } else if (!over && !doubted.isEmpty()) {
      look();
    }
  }

  /** Finishes what flies, then stores the lease table; completes in any case. */
  CompletionStage<Void> handOver() {
    if (handedOver == null) {
      handedOver = new CompletableFuture<>();
      refuseAll(new Outcome.NotLeader("This relay has handed over."));
    }
    return handedOver;
  }

  private void handOverNow() {
    ChannelState state = folding.state();
    CompletableFuture<Void> done = handedOver;
    end(new Outcome.NotLeader("This relay has handed over."));
    ChannelState table = state.handedOver();
    boolean fits =
        ChannelCodec.sizeBytes(ChannelCodec.encode(new Stamp(1, "", ""), table))
            <= state.limits().bytes() + Limits.KEY_BYTES + HAND_OVER_ROOM;
    if (!state.needsHandOver() || !fits) {
      done.complete(null);
      return;
    }
    writer.writeWhole(table).whenComplete((landed, failure) -> done.complete(null));
  }

  /** Ends the reign: whoever waits gets that answer, and nothing more is written. */
  void end(Outcome answer) {
    over = true;
    if (flying != null) {
      flying.failed(answer);
    }
    refuseAll(answer);
  }

  /** No further attempts at a commit that is on its way. */
  void abandon() {
    writer.stop();
    if (handedOver != null) {
      handedOver.complete(null);
    }
  }

  private void refuseAll(Outcome answer) {
    long epoch = folding.state().epoch();
    folding.removeAll().forEach(p -> p.answer(answer, epoch));
    doubted.forEach(p -> p.answer(answer, epoch));
    doubted.clear();
  }
}
