package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.QueueStats;
import dev.workerpool.channel.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The last record of a commit: a checksum of the counters that the state must have after it. So a
 * recovery that folds to anything else is noticed, and not served.
 */
final class Digests {
  private static final String START = "{\"op\":\"digest\",\"crc\":\"";
  private static final String END = "\"}";

  private Digests() {}

  /** The record for that state. */
  static String record(ChannelState state) {
    return START + of(state) + END;
  }

  static boolean is(String record) {
    return record.startsWith(START);
  }

  /**
   * @throws UnreadableException when the state is not the one that the record was made for
   */
  static void check(String record, ChannelState state) {
    if (!record.equals(record(state))) {
      throw new UnreadableException(
          "the log leads to another state than its checksum says: " + record, null);
    }
  }

  /** Over what is durable and kept as a sum: of queues what is unfinished, done and dead. */
  private static String of(ChannelState state) {
    Outcome.Listed listed = state.listed();
    StringBuilder text = new StringBuilder();
    for (QueueStats queue : listed.queues()) {
      text.append(queue.name()).append(' ').append(queue.unfinished()).append(' ');
      text.append(queue.done()).append(' ').append(queue.dead()).append('\n');
    }
    for (EventValue event : listed.events()) {
      text.append(event.name()).append(' ').append(event.set()).append(' ');
      text.append(event.count()).append('\n');
    }
    CRC32C crc = new CRC32C();
    crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
