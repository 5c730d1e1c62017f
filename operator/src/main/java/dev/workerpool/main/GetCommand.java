package dev.workerpool.main;

import dev.workerpool.local.BadInput;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code workerpool get}. */
@Command(
    name = "get",
    description = "Takes an item from a queue and prints it, a line each.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "An item is acknowledged after it was printed: what could not be printed comes back to the"
          + " queue. Waits as long as it takes, or --timeout.",
      "Exit status: 0 printed, 1 refused (the queue is closed and drained, or there is none), 2 bad"
          + " input, 124 time-out."
    })
final class GetCommand extends AskingCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  private String queue;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many items, at the most with --peek. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--peek",
      description = "Only show what is ready: nothing is taken, nor waited for.")
  private boolean peek;

  @Option(
      names = "--json",
      description =
          "Print JSON: strings with quotes, bytes as {\"base64\": …, \"contentType\": …}.")
  private boolean json;

  @Mixin private TimeoutOption patience;

  @Override
  void check() {
    if (count < 1 || count > 1000) {
      throw new BadInput("--count: " + count + " is not between 1 and 1000");
    }
  }

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    if (peek) {
      for (Reply.Item item : channel.peek(queue, count)) {
        print(item);
      }
      return written(out());
    }
    Deadline deadline = channel.deadline(patience.timeout);
    for (int i = 0; i < count; i++) {
      Taken taken = channel.take(queue, 1, null, List.of(), deadline);
      if (taken.outcome() != Outcome.DONE) {
        return told(taken.outcome(), "queue " + queue + " is empty");
      }
      Reply.Item item = taken.items().get(0);
      if (!print(item)) {
        complain("the output is gone; the item goes back to the queue");
        return ExitStatus.FAILED;
      }
      channel.settle(List.of(item.lease()));
    }
    return ExitStatus.SUCCESS;
  }

  private boolean print(Reply.Item item) {
    PrintStream out = out();
    if (item.base64() != null && !json) {
      byte[] bytes = Base64.getDecoder().decode(item.base64());
      out.write(bytes, 0, bytes.length);
      out.println();
    } else if (item.base64() != null) {
      out.println(
          "{\"base64\":%s,\"contentType\":%s}"
              .formatted(Json.write(item.base64()), Json.write(item.contentType())));
    } else if (item.json() instanceof String text && !json) {
      out.println(text);
    } else {
      out.println(Json.write(item.json()));
    }
    out.flush();
    return !out.checkError();
  }
}
