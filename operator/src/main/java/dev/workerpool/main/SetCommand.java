package dev.workerpool.main;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code workerpool set}. */
@Command(
    name = "set",
    description = "Sets an event, which wakes whoever waits for it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 done, 1 refused (there is no such event), 2 bad input."})
final class SetCommand extends AskingCommand {
  @Parameters(index = "0", paramLabel = "EVENT", description = "The event.")
  private String event;

  @Option(names = "--clear", description = "Clear it instead.")
  private boolean clear;

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    if (clear) {
      channel.events().clear(event);
    } else {
      channel.events().set(event);
    }
    return ExitStatus.SUCCESS;
  }
}
