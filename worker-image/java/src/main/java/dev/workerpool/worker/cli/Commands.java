package dev.workerpool.worker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Events;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
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
    line.only(Set.of("--timeout", "--json", "--lines", "--priority", "--delay"));
    String queue = queue(line);
    Integer priority = line.number("--priority");
    Duration delay = line.seconds("--delay");
    List<Request.Item> items = new ArrayList<>();
    for (Request.Item item : given(line)) {
      item = priority == null ? item : item.withPriority(priority);
      items.add(delay == null ? item : item.delayed(delay));
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

  /** The items of the words, else of the standard input. */
  private List<Request.Item> given(Arguments line) throws UsageException, IOException {
    boolean json = line.has("--json");
    List<String> texts = line.words().subList(2, line.words().size());
    List<Request.Item> items = new ArrayList<>();
    if (texts.isEmpty() || texts.equals(List.of("-"))) {
      byte[] all = in.readAllBytes();
      for (byte[] input : line.has("--lines") ? lines(all) : List.of(all)) {
        items.add(item(input, json));
      }
      return items;
    }
    for (String text : texts) {
      if (text.indexOf('\uFFFD') >= 0) { // what the JVM makes of what it can't decode
        throw new UsageException("ITEM: not UTF-8: put bytes by the standard input");
      }
      items.add(item(text, json));
    }
    return items;
  }

  private static List<byte[]> lines(byte[] all) {
    return new String(all, ISO_8859_1).lines().map(line -> line.getBytes(ISO_8859_1)).toList();
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
    byte[] shown = Shown.of(taken.items().get(0), line.has("--json"));
    out.write(shown, 0, shown.length);
    if (taken.items().get(0).base64() == null) {
      out.println();
    }
    out.flush();
    if (out.checkError()) {
      channel.giveBack(Request.nack(taken.items().get(0).lease(), null, false, null));
      err.println("worker: the output is gone; the item goes back to the queue");
      return NO;
    }
    if (handle != null) {
      // After printing: killed in between, the item comes again; the other way round it was lost.
      channel.heartbeat();
    }
    return DONE;
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
    line.only(Set.of("--max-size", "--order", "--max-deliveries"));
    line.noMoreThan(2);
    channel.makeQueue(queue(line), line.queue());
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

  private static Request.Item item(byte[] input, boolean json) throws UsageException {
    String text = Shown.utf8(input);
    if (text == null && json) {
      throw new UsageException("standard input: not UTF-8");
    }
    return text == null ? Shown.bytes(input) : item(text, json);
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
