package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Finished;
import dev.workerpool.worker.client.Next;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Puts;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * {@code worker each}: runs a command for each item of a queue, and acks the item when the command
 * has exited with 0; its output goes to another queue in the same commit, by the request that takes
 * the next item.
 */
final class Each {
  private static final Set<String> OPTIONS =
      Set.of("--results", "--pill", "--json", "--retry-after", "--grace");

  private final Channel channel;
  private final Job job;
  private final PrintStream err;
  private final Stopping stopping = new Stopping();
  private Boolean putsRideOnAcks;
  private Done done;
  private Integer status;

  /** An item whose command has ended well, to be settled by the next take. */
  private record Done(Reply.Item item, Finished finished) {}

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
      while (status == null) {
        Reply.Item item = next();
        if (item != null && isPill(item)) {
          channel.settle(List.of(item.lease()));
          status = Commands.DONE;
        } else if (item != null) {
          work(item);
        }
      }
      return status;
    } finally {
      stopping.over();
    }
  }

  /** The next item, by a request that settles the one before, too; null when none came. */
  private Reply.Item next() throws RefusedException, UnreachableException, InterruptedException {
    Done former = done;
    done = null;
    try {
      Next next = waitForNext(former);
      return next == null || !goesOn(next.settled())
          ? null
          : next.taken().items().stream().findFirst().orElseGet(this::closed);
    } catch (RefusedException e) {
      if (former == null || !e.problem().is("too-large")) {
        throw e;
      }
      refuse(former.item, "its output is too large: " + e.getMessage(), true);
      return null;
    }
  }

  /** Null when we were stopped; what is done has been settled then, and nothing was taken. */
  private Next waitForNext(Done former)
      throws RefusedException, UnreachableException, InterruptedException {
    Deadline never = channel.deadline(null);
    try {
      if (stopping.mayTake()) {
        return former == null
            ? new Next(Outcome.DONE, channel.take(job.queue(), 1, null, List.of(), never))
            : channel.next(job.queue(), former.finished, never);
      }
    } catch (InterruptedException e) {
      // stopped while we waited
    } finally {
      stopping.taken();
    }
    status = Commands.DONE;
    if (former != null) {
      goesOn(channel.settle(former.finished, never));
    }
    return null;
  }

  private Reply.Item closed() {
    status = Commands.DONE;
    return null;
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

  /** Runs the command for an item, which is then done, or has gone back. */
  private void work(Reply.Item item)
      throws RefusedException, UnreachableException, InterruptedException {
    Command.Ended ended = Command.run(job, item, stopping::runs);
    if (ended.cannotRun()) {
      channel.giveBack(Request.nack(item.lease(), null, false, null));
      err.println("worker: " + ended.problem());
      status = ended.status();
    } else if (ended.problem() != null) {
      refuse(item, ended.problem(), ended.hopeless());
    } else if (job.results() == null || ended.output().length == 0) {
      done = new Done(item, channel.finished(item.lease(), List.of()));
    } else {
      handOn(item, ended.output());
    }
  }

  private void handOn(Reply.Item item, byte[] output)
      throws RefusedException, UnreachableException, InterruptedException {
    Puts.Batch results;
    try {
      results = new Puts.Batch(job.results(), List.of(Shown.output(output, job.json())));
    } catch (IllegalArgumentException e) {
      refuse(item, "its output is no JSON: " + e.getMessage(), true);
      return;
    }
    if (putsRideOnAcks == null) {
      putsRideOnAcks = channel.stats(job.results()).isOfToday();
    }
    if (putsRideOnAcks) {
      done = new Done(item, channel.finished(item.lease(), List.of(results)));
    } else {
      putFirst(item, results);
    }
  }

  /** An older relay: the result first, so that it may come twice but is never lost. */
  private void putFirst(Reply.Item item, Puts.Batch results)
      throws RefusedException, UnreachableException, InterruptedException {
    Done former = new Done(item, channel.finished(item.lease(), List.of()));
    try {
      Outcome put = channel.put(results.queue(), results.items(), channel.deadline(null));
      done = goesOn(put) ? former : null;
    } catch (RefusedException e) {
      if (!e.problem().is("too-large")) {
        throw e;
      }
      refuse(item, "its output is too large: " + e.getMessage(), true);
    }
  }

  /** Tells what became of an item and its result; false where there is no next one yet, or ever. */
  private boolean goesOn(Outcome outcome) {
    if (outcome == Outcome.CLOSED) {
      err.println("worker: queue " + job.results() + " is closed");
      status = Commands.NO;
    } else if (outcome == Outcome.LOST) {
      err.println("worker: an item was given to somebody else meanwhile");
    }
    return outcome == Outcome.DONE;
  }

  private void refuse(Reply.Item item, String reason, boolean hopeless)
      throws RefusedException, UnreachableException, InterruptedException {
    err.println("worker: item " + item.id() + " goes back: " + reason);
    channel.giveBack(Request.nack(item.lease(), job.retryAfter(), hopeless, reason));
  }
}
