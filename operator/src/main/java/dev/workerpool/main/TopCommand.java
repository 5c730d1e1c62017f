package dev.workerpool.main;

import dev.workerpool.local.BadInput;
import dev.workerpool.local.Terminal;
import dev.workerpool.main.top.Display;
import dev.workerpool.main.top.Displays;
import dev.workerpool.main.top.Watching;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Target;
import dev.workerpool.worker.client.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code workerpool top}. */
@Command(
    name = "top",
    description = "Shows a channel's queues and events, what goes in and what is done, until ^C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "On a terminal the picture is painted anew in place, and q ends it; elsewhere each look is"
          + " printed behind the one before. A relay that is away for a while is waited for.",
      "Exit status: 0 shown as often as asked, or q, 1 refused, or the pool is gone, 2 bad input,"
          + " 130 after ^C."
    })
final class TopCommand extends ChannelCommand {
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofHours(1);

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2s",
      description = "From one look to the next: 200ms to 1h. Default: ${DEFAULT-VALUE}.")
  private Duration interval;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many looks. What is per second needs two. Default: never.")
  private Integer count;

  @Option(names = "--json", description = "Print each look as JSON, a line each.")
  private boolean json;

  private volatile Consumer<String> trouble = this::complain;

  @Override
  void check() {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new BadInput("--interval: not between 200ms and 1h");
    }
    if (count != null && count < 1) {
      throw new BadInput("--count: " + count + " is not at least 1");
    }
  }

  @Override
  void waits(String what) {
    trouble.accept(what);
  }

  @Override
  int run(OpenChannel open) throws RefusedException, UnreachableException, InterruptedException {
    var pace = new Watching.Pace(interval, count == null ? 0 : count);
    var source = new Watching.Source(open.channel()::listing, open::hasEnded);
    var watching = new Watching(source, pace, Clock.systemUTC());
    Watching.End end;
    Target target = open.target();
    var displays = new Displays(target.namespace(), target.channel(), interval, out());
    boolean onTerminal = !json && Terminal.of(System.getenv()).out();
    try (Display display =
        json ? displays.json() : onTerminal ? displays.screen(watching) : displays.blocks()) {
      trouble = onTerminal ? display::trouble : trouble;
      end = watching.run(display);
    }
    if (end == Watching.End.CHANNEL_GONE) {
      complain(open.ending());
    } else if (end == Watching.End.OUTPUT_GONE) {
      complain("the output is gone");
    }
    return end == Watching.End.ENOUGH ? ExitStatus.SUCCESS : ExitStatus.FAILED;
  }
}
