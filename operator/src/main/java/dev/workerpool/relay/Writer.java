package dev.workerpool.relay;

import dev.workerpool.channel.Change;
import dev.workerpool.channel.ChangeCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Writes a channel's commits, one at a time, until each has landed or the reign is over. What the
 * store couldn't find out is asked again here, with growing pauses: nothing is given up by guess.
 */
final class Writer {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How a commit ended. */
  sealed interface Landed {}

  /**
   * It is durable.
   *
   * @param problem what was found and mended on the way; null for nothing
   * @param epoch under which it was written: a higher one where a deleted head was written again
   */
  record Durable(ChannelView.Problem problem, long epoch) implements Landed {}

  /** Another relay reigns. */
  record Deposed(Stamp foreign) implements Landed {}

  /** A commit on its way. */
  private final class Flight {
    private final CompletableFuture<Landed> landed = new CompletableFuture<>();
    private final ChannelState state;
    private final List<String> records;
    private boolean whole;
    private Commit commit;
    private Stamp before;
    private ChannelView.Problem problem;
    private Duration pause = FIRST_PAUSE;

    Flight(ChannelState state, List<String> records, boolean whole) {
      this.state = state;
      this.records = records;
      this.whole = whole;
    }
  }

  private final ChannelStore store;
  private final PoolChannel channel;
  private final RelayRuntime runtime;
  private final Consumer<Throwable> onTrouble;
  private volatile boolean stopped;
  private Stamp stamp;
  private String version;

  /**
   * @param opened the claim that the first commit follows
   * @param onTrouble told whenever an outcome couldn't be found out at first, and why
   */
  Writer(
      ChannelStore store,
      PoolChannel channel,
      RelayRuntime runtime,
      Opening.Opened opened,
      Consumer<Throwable> onTrouble) {
    this.store = store;
    this.channel = channel;
    this.runtime = runtime;
    this.stamp = opened.stamp();
    this.version = opened.version();
    this.onTrouble = onTrouble;
  }

  PoolChannel channel() {
    return channel;
  }

  /** No further attempts: the channel is gone, or the process ends. */
  void stop() {
    stopped = true;
  }

  /** Writes the changes that led to the state. Not to be called before the last one landed. */
  CompletionStage<Landed> write(ChannelState state, List<Change> changes) {
    return fly(new Flight(state, records(changes, state), false));
  }

  /** What is stored of changes that led to that state. */
  static List<String> records(List<Change> changes, ChannelState state) {
    List<String> records = new ArrayList<>(changes.size() + 1);
    changes.forEach(change -> records.add(ChangeCodec.encode(change)));
    records.add(Digests.record(state));
    return records;
  }

  /** Writes the whole state. */
  CompletionStage<Landed> writeWhole(ChannelState state) {
    return fly(new Flight(state, List.of(), true));
  }

  private CompletionStage<Landed> fly(Flight flight) {
    flight.before = stamp;
    send(flight, stamp.epoch());
    return flight.landed;
  }

  private void send(Flight flight, long epoch) {
    stamp = new Stamp(epoch, stamp.holder(), runtime.nonces().get());
    flight.commit =
        flight.whole
            ? Commit.whole(stamp, flight.state)
            : Commit.of(stamp, flight.records, flight.state);
    send(flight);
  }

  private void send(Flight flight) {
    store
        .write(channel, version, flight.commit)
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                ask(flight, failure);
              } else {
                landed(flight, result);
              }
            });
  }

  private void landed(Flight flight, ChannelStore.Written result) {
    if (result instanceof ChannelStore.Committed c) {
      version = c.version();
      flight.landed.complete(new Durable(flight.problem, stamp.epoch()));
    } else if (result instanceof ChannelStore.Fenced f) {
      fenced(flight, f.foreign());
    } else if (result instanceof ChannelStore.Edited e) {
      repair(flight, e.version(), stamp.epoch(), ChannelView.Problem.edited());
    } else if (result instanceof ChannelStore.Outdated) {
      look(flight);
    } else {
      repair(flight, null, stamp.epoch() + 1, ChannelView.Problem.deleted());
    }
  }

  /**
   * Epochs only rise, so a lower one is no successor's: somebody put an old head back, and we have
   * the newer state.
   */
  private void fenced(Flight flight, Stamp foreign) {
    if (foreign.epoch() < stamp.epoch()) {
      look(flight);
    } else {
      flight.landed.complete(new Deposed(foreign));
    }
  }

  /** Writes all of the state over what was found, and says so. */
  private void repair(Flight flight, String over, long epoch, ChannelView.Problem problem) {
    version = over;
    flight.whole = true;
    flight.problem = problem;
    send(flight, epoch);
  }

  /** Nobody knows whether it was written: reads until that is known. */
  private void ask(Flight flight, Throwable why) {
    if (stopped) {
      return;
    }
    onTrouble.accept(why);
    runtime.scheduler().after(flight.pause, () -> look(flight));
    Duration longer = flight.pause.multipliedBy(2);
    flight.pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private void look(Flight flight) {
    if (stopped) {
      return;
    }
    store
        .peek(channel)
        .whenComplete(
            (found, failure) -> {
              if (failure != null) {
                ask(flight, failure);
              } else {
                found(flight, found);
              }
            });
  }

  private void found(Flight flight, ChannelStore.Found found) {
    if (found instanceof ChannelStore.Head head) {
      if (head.stamp().equals(stamp)) {
        landed(flight, new ChannelStore.Committed(head.version()));
      } else if (head.stamp().equals(flight.before)) {
        // The very same again: the first may still come through, and must be told from no other.
        version = head.version();
        send(flight);
      } else if (head.stamp().sameReign(stamp) || head.stamp().epoch() < stamp.epoch()) {
        repair(flight, head.version(), stamp.epoch(), ChannelView.Problem.edited());
      } else {
        flight.landed.complete(new Deposed(head.stamp()));
      }
    } else if (found instanceof ChannelStore.Absent) {
      repair(flight, null, stamp.epoch() + 1, ChannelView.Problem.deleted());
    } else {
      flight.landed.complete(new Deposed(new Stamp(stamp.epoch(), "", "")));
    }
  }
}
