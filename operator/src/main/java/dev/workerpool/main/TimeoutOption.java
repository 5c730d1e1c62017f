package dev.workerpool.main;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for what it asks of a channel. */
final class TimeoutOption {
  /** Null: for ever. */
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Wait so long: 500ms, 60s, 1m30s, 2h. Default: for ever.")
  Duration timeout;
}
