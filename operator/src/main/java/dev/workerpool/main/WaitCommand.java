package dev.workerpool.main;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code workerpool wait}. */
@Command(
    name = "wait",
    description = "Waits until an event is set; one that was set and cleared meanwhile counts.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 set, 1 refused (there is no such event), 2 bad input, 124 time-out."
    })
final class WaitCommand extends AskingCommand {
  @Parameters(index = "0", paramLabel = "EVENT", description = "The event.")
  private String event;

  @Mixin private TimeoutOption patience;

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    return told(
        channel.events().await(event, channel.deadline(patience.timeout)),
        "event " + event + " is not set");
  }
}
