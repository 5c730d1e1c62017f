package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Puts;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * {@code worker each}: runs a command for each item of a queue, and acks the item when the command
 * has exited with 0; its output goes to another queue in the same commit.
 */
final class Each {
  private static final Set<String> OPTIONS =
      Set.of("--results", "--pill", "--json", "--retry-after", "--grace");

  private final Channel channel;
  private final Job job;
  private final PrintStream err;
  private final Stopping stopping = new Stopping();
  private Boolean putsRideOnAcks;

  /**
   * @param results where the command's output goes; null: to our own
   * @param pill the text of the item that ends us; null for none
   * @param retryAfter how long an item rests whose command failed; null: not at all
   */
  record Job(
      String queue,
      String results,
      String pill,
      boolean json,
      Duration retryAfter,
      List<String> command) {

    static Job of(Arguments line) throws UsageException {
      line.only(OPTIONS);
      return new Job(
          line.word(1, "QUEUE"),
          line.options().get("--results"),
          line.options().get("--pill"),
          line.has("--json"),
          line.seconds("--retry-after"),
          line.wordsFrom(2, "COMMAND"));
    }
  }

  Each(Channel channel, Job job, PrintStream err) {
    this.channel = channel;
    this.job = job;
    this.err = err;
  }

  /** Takes items until the queue is closed, a pill comes, or we are stopped. */
  int run() throws RefusedException, UnreachableException, InterruptedException {
    try {
      while (stopping.mayTake()) {
        Taken taken;
        try {
          taken = channel.take(job.queue(), 1, null, List.of(), channel.deadline(null));
        } catch (InterruptedException e) {
          return Commands.DONE; // stopped: nothing was taken
        } finally {
          stopping.taken();
        }
        if (taken.outcome() == Outcome.CLOSED) {
          return Commands.DONE;
        }
        Reply.Item item = taken.items().get(0);
        if (isPill(item)) {
          channel.settle(List.of(item.lease()));
          return Commands.DONE;
        }
        int status = work(item);
        if (status != Commands.DONE) {
          return status;
        }
      }
      return Commands.DONE;
    } finally {
      stopping.over();
    }
  }

  /**
   * Takes nothing more; the command that runs may end by itself within that time, and is killed
   * then. Returns when all is settled.
   */
  void stop(Duration grace) throws InterruptedException {
    stopping.ask();
    if (!stopping.isOver(grace)) {
      stopping.killCommand();
      stopping.isOver(Duration.ofSeconds(5));
    }
  }

  private boolean isPill(Reply.Item item) {
    return job.pill() != null
        && item.base64() == null
        && Shown.text(item, job.json()).equals(job.pill());
  }

  /** Runs the command for an item; a status other than 0 when it makes no sense to go on. */
  private int work(Reply.Item item)
      throws RefusedException, UnreachableException, InterruptedException {
    Command.Ended ended = Command.run(job, item, stopping::runs);
    if (ended.cannotRun()) {
      channel.giveBack(Request.nack(item.lease(), null, false, null));
      err.println("worker: " + ended.problem());
      return ended.status();
    }
    if (ended.problem() != null) {
      refuse(item, ended.problem(), ended.hopeless());
      return Commands.DONE;
    }
    return job.results() == null || ended.output().length == 0
        ? acked(channel.settle(List.of(item.lease())).isEmpty() ? Outcome.DONE : Outcome.LOST)
        : handOn(item, ended.output());
  }

  private int handOn(Reply.Item item, byte[] output)
      throws RefusedException, UnreachableException, InterruptedException {
    List<Request.Item> results;
    try {
      results = List.of(Shown.output(output, job.json()));
    } catch (IllegalArgumentException e) {
      refuse(item, "its output is no JSON: " + e.getMessage(), true);
      return Commands.DONE;
    }
    try {
      return acked(ackAndPut(item.lease(), results));
    } catch (RefusedException e) {
      if (!e.problem().is("too-large")) {
        throw e;
      }
      refuse(item, "its output is too large: " + e.getMessage(), true);
      return Commands.DONE;
    }
  }

  private Outcome ackAndPut(String lease, List<Request.Item> results)
      throws RefusedException, UnreachableException, InterruptedException {
    var never = channel.deadline(null);
    if (putsRideOnAcks == null) {
      putsRideOnAcks = channel.stats(job.results()).isOfToday();
    }
    if (putsRideOnAcks) {
      return channel.settle(
          channel.finished(lease, List.of(new Puts.Batch(job.results(), results))), never);
    }
    // An older relay: the result first, so that it may come twice but is never lost.
    Outcome put = channel.put(job.results(), results, never);
    return put != Outcome.DONE || channel.settle(List.of(lease)).isEmpty() ? put : Outcome.LOST;
  }

  private int acked(Outcome outcome) {
    if (outcome == Outcome.CLOSED) {
      err.println("worker: queue " + job.results() + " is closed");
      return Commands.NO;
    }
    if (outcome == Outcome.LOST) {
      err.println("worker: an item was given to somebody else meanwhile");
    }
    return Commands.DONE;
  }

  private void refuse(Reply.Item item, String reason, boolean hopeless)
      throws RefusedException, UnreachableException, InterruptedException {
    err.println("worker: item " + item.id() + " goes back: " + reason);
    channel.giveBack(Request.nack(item.lease(), job.retryAfter(), hopeless, reason));
  }
}
