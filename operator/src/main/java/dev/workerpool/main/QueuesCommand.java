package dev.workerpool.main;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
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
final class QueuesCommand extends ChannelCommand {
  private static final List<String> QUEUE =
      List.of(
          "QUEUE",
          "READY",
          "LEASED",
          "DELAYED",
          "UNFINISHED",
          "DONE",
          "DEAD",
          "MAXSIZE",
          "ORDER",
          "CLOSED",
          "OLDEST");
  private static final List<String> EVENT = List.of("EVENT", "SET", "COUNT");

  @Option(names = "--json", description = "Print what the relay answers, as JSON.")
  private boolean json;

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    Reply.Queues all = channel.listing();
    if (json) {
      out().println(Json.write(all));
    } else {
      List<List<String>> queues = new ArrayList<>(List.of(QUEUE));
      all.queues().forEach(q -> queues.add(cells(q)));
      out().print(table(queues));
      if (!all.events().isEmpty()) {
        List<List<String>> events = new ArrayList<>(List.of(EVENT));
        all.events().forEach(e -> events.add(List.of(e.name(), "" + e.set(), "" + e.count())));
        out().print("\n" + table(events));
      }
    }
    out().flush();
    return ExitStatus.SUCCESS;
  }

  private static List<String> cells(Reply.Queue q) {
    return List.of(
        q.name(),
        "" + q.ready(),
        "" + q.leased(),
        "" + q.delayed(),
        "" + q.unfinished(),
        "" + q.done(),
        "" + q.dead(),
        q.maxSize() == 0 ? "-" : "" + q.maxSize(),
        or(q.order(), "FIFO"),
        or(q.closed(), "-"),
        or(q.oldestSince(), "-"));
  }

  private static String or(String text, String fallback) {
    return text == null ? fallback : text;
  }

  /** Columns as wide as their widest cell, two blanks between them, none at the end of a line. */
  static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    rows.forEach(
        row -> {
          for (int i = 0; i < columns; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
