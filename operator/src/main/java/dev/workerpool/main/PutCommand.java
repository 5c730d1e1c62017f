package dev.workerpool.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.workerpool.local.BadInput;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code workerpool put}. */
@Command(
    name = "put",
    description = "Puts items into a queue: the arguments, or each line of standard input.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each item is a string, with --json any JSON value. Waits for room as long as it takes, or"
          + " --timeout. Items that were put stay there when a later one was not.",
      "Exit status: 0 all are stored, 1 refused (the queue is closed, or there is none), 2 bad"
          + " input, 124 time-out."
    })
final class PutCommand extends AskingCommand {
  /** Lines that go out in one request. */
  private static final int BATCH = 100;

  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  private String queue;

  @Parameters(index = "1..*", paramLabel = "ITEM", description = "Items; none: standard input.")
  private List<String> items;

  @Option(names = "--json", description = "Items are JSON values.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Wait for room so long: 500ms, 60s, 1m30s, 2h. Default: for ever.")
  private Duration timeout;

  @Override
  void check() {
    if (items != null) {
      for (int i = 0; i < items.size(); i++) {
        checkDecoded(items.get(i), "ITEM " + (i + 1));
        item(items.get(i), "ITEM " + (i + 1));
      }
    }
  }

  @Override
  int run(Channel channel) throws RefusedException, UnreachableException, InterruptedException {
    if (items != null) {
      List<Request.Item> all = new ArrayList<>();
      items.forEach(text -> all.add(item(text, "ITEM")));
      return put(channel, all);
    }
    // Bytes for now, a character each: item() says which line is no text.
    try (var in = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1))) {
      return lines(channel, in);
    } catch (IOException e) {
      throw new UncheckedIOException("standard input: " + e.getMessage(), e);
    }
  }

  private int lines(Channel channel, BufferedReader in)
      throws IOException, RefusedException, UnreachableException, InterruptedException {
    int number = 0;
    List<Request.Item> batch = new ArrayList<>();
    BadInput bad = null;
    for (String line = in.readLine(); line != null && bad == null; line = in.readLine()) {
      String where = "line " + ++number;
      try {
        batch.add(item(text(line.getBytes(ISO_8859_1), where), where));
      } catch (BadInput e) {
        bad = e; // said when the lines before it are stored
      }
      // Whoever types, or follows a file, wants each line to go out at once.
      if (batch.size() == BATCH || bad != null || !in.ready()) {
        int status = put(channel, batch);
        if (status != ExitStatus.SUCCESS) {
          return status;
        }
        batch.clear();
      }
    }
    if (bad != null) {
      throw new BadInput(bad.getMessage() + " (lines before it are stored)");
    }
    return put(channel, batch);
  }

  /** In pieces that a bounded queue can hold. Time spent on waiting for input isn't counted. */
  private int put(Channel channel, List<Request.Item> all)
      throws RefusedException, UnreachableException, InterruptedException {
    if (all.isEmpty()) {
      return ExitStatus.SUCCESS;
    }
    Deadline deadline = channel.deadline(timeout);
    int bound = all.size() == 1 ? 1 : channel.stats(queue).maxSize();
    int piece = bound > 0 ? Math.min(bound, BATCH) : BATCH;
    for (int from = 0; from < all.size(); from += piece) {
      List<Request.Item> some = all.subList(from, Math.min(all.size(), from + piece));
      Outcome outcome = channel.put(queue, List.copyOf(some), deadline);
      if (outcome != Outcome.DONE) {
        return told(outcome, "queue " + queue + " is full");
      }
    }
    return ExitStatus.SUCCESS;
  }

  private static String text(byte[] line, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInput(where + ": not UTF-8");
    }
  }

  /** An argument is decoded before we see it; what couldn't be stands there as U+FFFD. */
  private static void checkDecoded(String argument, String where) {
    if (argument.indexOf('\uFFFD') >= 0) {
      throw new BadInput(
          where
              + ": not in the locale's character set, "
              + System.getProperty("sun.jnu.encoding")
              + " (put it by standard input, in UTF-8)");
    }
  }

  private Request.Item item(String text, String where) {
    if (!json) {
      return new Request.Item(new Json.Raw(Json.write(text)), null, null);
    }
    try {
      Json.read(text);
    } catch (IllegalArgumentException e) {
      throw new BadInput(where + ": not JSON: " + e.getMessage());
    }
    return new Request.Item(new Json.Raw(text.strip()), null, null);
  }
}
