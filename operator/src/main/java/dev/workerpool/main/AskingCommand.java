package dev.workerpool.main;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import java.util.concurrent.CompletableFuture;

/** A command that asks one thing of the channel, and waits no longer than the run goes on. */
abstract class AskingCommand extends ChannelCommand {

  /** Does it, and answers the exit status. */
  abstract int run(Channel channel)
      throws RefusedException, UnreachableException, InterruptedException;

  @Override
  final int run(OpenChannel open)
      throws RefusedException, UnreachableException, InterruptedException {
    Thread self = Thread.currentThread();
    CompletableFuture<Void> over = open.end().thenRun(self::interrupt);
    try {
      return run(open.channel());
    } catch (InterruptedException e) {
      if (!open.hasEnded()) {
        throw e;
      }
      throw new IllegalStateException(open.ending());
    } finally {
      over.cancel(false);
      Thread.interrupted();
    }
  }
}
