package dev.workerpool.worker;

import dev.workerpool.worker.client.Finished;
import dev.workerpool.worker.client.Next;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The takes of {@link JoinableQueue#each}, and what becomes of them when the process ends. */
final class Turns {
  private final Connection connection;
  private final Set<Thread> waiting = new HashSet<>();
  private boolean ending;

  Turns(Connection connection) {
    this.connection = connection;
  }

  /**
   * Settles the former item and waits for the next one, which then counts as in work. When this
   * process is ending, the former one is settled alone, and the caller waits for the end.
   *
   * @param former null for none
   * @throws InterruptedException the former one is settled in the background then
   */
  Next next(String queue, Finished former) throws InterruptedException {
    try {
      if (begin()) {
        Next next = await(queue, former);
        if (!isEnding()) {
          return next;
        }
        giveBack(next.taken().items());
      }
    } catch (InterruptedException e) {
      if (!isEnding()) {
        settleLater(former);
        throw e;
      }
    } catch (ChannelException e) {
      if (e.problem().equals("unreachable")) {
        settleLater(former);
      }
      throw e;
    }
    settle(former);
    new CountDownLatch(1).await();
    throw new InterruptedException();
  }

  /** Nothing more is taken: who waits is woken. */
  synchronized void end() {
    ending = true;
    waiting.forEach(Thread::interrupt);
  }

  private synchronized boolean begin() {
    return !ending && waiting.add(Thread.currentThread());
  }

  private synchronized void over() {
    waiting.remove(Thread.currentThread());
    if (ending) {
      Thread.interrupted(); // it came too late to wake us, and what follows is not to be disturbed
    }
  }

  private synchronized boolean isEnding() {
    return ending;
  }

  private Next await(String queue, Finished former) throws InterruptedException {
    try {
      Next next =
          connection.call(
              c ->
                  former != null
                      ? c.next(queue, former, c.deadline(null))
                      : new Next(
                          Outcome.DONE, c.take(queue, 1, null, List.of(), c.deadline(null))));
      // Before anybody asks whether we are ending: who ends looks for what is in work after that.
      next.taken().items().forEach(i -> connection.working.put(i.lease(), Thread.currentThread()));
      return next;
    } finally {
      over();
    }
  }

  private void giveBack(List<Reply.Item> items) throws InterruptedException {
    for (Reply.Item item : items) {
      connection.giveBack(Request.nack(item.lease(), null, false, null));
      connection.working.remove(item.lease());
    }
  }

  private void settle(Finished former) throws InterruptedException {
    if (former == null) {
      return;
    }
    try {
      Outcome outcome = connection.call(c -> c.settle(former, c.deadline(null)));
      if (outcome == Outcome.CLOSED) {
        connection.giveBack(Request.nack(former.lease(), null, false, null));
      }
    } finally {
      connection.working.remove(former.lease());
    }
  }

  private void settleLater(Finished former) {
    if (former != null) {
      connection.channel.settleLater(former);
    }
  }
}
