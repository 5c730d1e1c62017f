package dev.workerpool.main;

import dev.workerpool.local.Table;
import dev.workerpool.main.top.Figures;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code workerpool queues}. */
@Command(
    name = "queues",
    description = "Shows a channel's queues and events.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 shown, 1 refused, 2 bad input."})
final class QueuesCommand extends AskingCommand {
  private static final List<String> MORE = List.of("MAXSIZE", "ORDER", "CLOSED", "OLDEST");
  private static final int GAP = 2;

  @Option(names = "--json", description = "Print what the relay answers, as JSON.")
  private boolean json;

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    Reply.Queues all = channel.listing();
    PrintStream out = out();
    if (json) {
      out.println(Json.write(all));
    } else {
      out.print(Table.text(rows(all.queues()), GAP));
      if (!all.events().isEmpty()) {
        out.print("\n" + Table.text(Figures.of(all.events()), GAP));
      }
    }
    return written(out);
  }

  private static List<List<String>> rows(List<Reply.Queue> queues) {
    List<List<String>> rows = new ArrayList<>(List.of(Figures.head(MORE)));
    for (Reply.Queue q : queues) {
      List<String> more =
          List.of(
              q.maxSize() == 0 ? Figures.NONE : "" + q.maxSize(),
              Figures.or(q.order(), "FIFO"),
              Figures.or(q.closed(), Figures.NONE),
              Figures.or(q.oldestSince(), Figures.NONE));
      rows.add(Figures.of(q, more));
    }
    return rows;
  }
}
