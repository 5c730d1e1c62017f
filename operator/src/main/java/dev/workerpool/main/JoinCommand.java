package dev.workerpool.main;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code workerpool join}. */
@Command(
    name = "join",
    description = "Waits until every item ever put into a queue has been worked on.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 all done, 1 refused (there is no such queue), 2 bad input, 124 time-out."
    })
final class JoinCommand extends AskingCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  private String queue;

  @Mixin private TimeoutOption patience;

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    return told(
        channel.join(queue, channel.deadline(patience.timeout)),
        "queue " + queue + " has unfinished items");
  }
}
