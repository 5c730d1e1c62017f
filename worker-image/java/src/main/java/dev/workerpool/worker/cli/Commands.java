package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Events;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** What the words of the command line do. Each answers the exit status. */
final class Commands {
  static final int DONE = 0;
  static final int NO = 1;
  static final int TIMED_OUT = 124;

  /** All gets of a process go by one handle: a get acks what the one before it got. */
  private static final String HANDLE = "shell";

  private final Channel channel;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Commands(Channel channel, InputStream in, PrintStream out, PrintStream err) {
    this.channel = channel;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  int run(Arguments line)
      throws UsageException,
          RefusedException,
          UnreachableException,
          InterruptedException,
          IOException {
    String command = line.word(0, "COMMAND");
    return switch (command) {
      case "put" -> put(line);
      case "get" -> get(line);
      case "task-done" -> taskDone(line);
      case "join" -> join(line);
      case "qsize" -> qsize(line);
      case "make" -> make(line);
      case "close" -> close(line);
      case "event" -> event(line);
      default -> throw new UsageException("unknown command " + command);
    };
  }

  private int put(Arguments line)
      throws UsageException,
          RefusedException,
          UnreachableException,
          InterruptedException,
          IOException {
    line.only(Set.of("--timeout", "--json", "--lines"));
    String queue = queue(line);
    List<String> texts = new ArrayList<>(line.words().subList(2, line.words().size()));
    if (texts.isEmpty() || texts.equals(List.of("-"))) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      texts = line.has("--lines") ? all.lines().toList() : List.of(all);
    }
    List<Request.Item> items = new ArrayList<>();
    for (String text : texts) {
      items.add(item(text, line.has("--json")));
    }
    var deadline = channel.deadline(line.timeout());
    for (Request.Item item : items) {
      Outcome outcome = channel.put(queue, List.of(item), deadline);
      if (outcome != Outcome.DONE) {
        return told(outcome, "queue " + queue + " is full");
      }
    }
    return DONE;
  }

  private int get(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of("--timeout", "--json", "--explicit"));
    line.noMoreThan(2);
    String queue = queue(line);
    String handle = line.has("--explicit") ? null : HANDLE;
    Taken taken = channel.take(queue, 1, handle, List.of(), channel.deadline(line.timeout()));
    if (taken.outcome() != Outcome.DONE) {
      return told(taken.outcome(), "queue " + queue + " is empty");
    }
    print(taken.items().get(0), line.has("--json"));
    if (handle != null) {
      // After printing: killed in between, the item comes again; the other way round it was lost.
      channel.heartbeat();
    }
    return DONE;
  }

  private void print(Reply.Item item, boolean json) {
    if (item.base64() != null) {
      byte[] bytes = Base64.getDecoder().decode(item.base64());
      out.write(bytes, 0, bytes.length);
    } else if (item.json() instanceof String text && !json) {
      out.println(text);
    } else {
      out.println(Json.write(item.json()));
    }
    out.flush();
  }

  private int taskDone(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of());
    line.noMoreThan(2);
    channel.taskDone(queue(line));
    return DONE;
  }

  private int join(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of("--timeout"));
    line.noMoreThan(2);
    String queue = queue(line);
    Outcome outcome = channel.join(queue, channel.deadline(line.timeout()));
    return told(outcome, "queue " + queue + " has unfinished items");
  }

  private int qsize(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of());
    line.noMoreThan(2);
    out.println(channel.stats(queue(line)).ready());
    return DONE;
  }

  private int make(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of("--max-size"));
    line.noMoreThan(2);
    channel.makeQueue(queue(line), line.maxSize());
    return DONE;
  }

  private int close(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of("--immediate"));
    line.noMoreThan(2);
    channel.closeQueue(queue(line), !line.has("--immediate"));
    return DONE;
  }

  private int event(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    String verb = line.word(1, "set, clear, wait, is-set or make");
    String name = line.word(2, "NAME");
    line.noMoreThan(3);
    line.only(verb.equals("wait") ? Set.of("--timeout") : Set.of());
    Events events = channel.events();
    switch (verb) {
      case "set" -> events.set(name);
      case "clear" -> events.clear(name);
      case "make" -> events.make(name);
      case "is-set" -> {
        boolean set = events.isSet(name);
        out.println(set);
        return set ? DONE : NO;
      }
      case "wait" -> {
        Outcome outcome = events.await(name, channel.deadline(line.timeout()));
        return told(outcome, "event " + name + " is not set");
      }
      default -> throw new UsageException("unknown command event " + verb);
    }
    return DONE;
  }

  private int told(Outcome outcome, String waitedFor) {
    if (outcome == Outcome.CLOSED) {
      err.println("worker: the queue is closed");
      return NO;
    }
    if (outcome == Outcome.TIMED_OUT) {
      err.println("worker: timed out: " + waitedFor);
      return TIMED_OUT;
    }
    return DONE;
  }

  private static String queue(Arguments line) throws UsageException {
    return line.word(1, "QUEUE");
  }

  private static Request.Item item(String text, boolean json) throws UsageException {
    if (json) {
      try {
        Json.read(text);
      } catch (IllegalArgumentException e) {
        throw new UsageException("ITEM: " + e.getMessage());
      }
    }
    return new Request.Item(new Json.Raw(json ? text.strip() : Json.write(text)), null, null);
  }
}
