package dev.workerpool.relay;

import dev.workerpool.channel.ChangeCodec;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Limits;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Owner;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.fuzz.KeptInputs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stored of a channel, changed by any hand: files, each after a line {@code --- NAME}, and
 * {@code --- records} for the log's.
 */
public class RecoveryFuzzTest {
  private static final Limits LIMITS = Limits.ofBytes(16 << 20);
  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

  /** Unreadable, or a state that can be served and stored. */
  public static void fuzzerTestOneInput(byte[] input) {
    Map<String, String> files = files(new String(input, StandardCharsets.UTF_8));
    String records = files.remove("records");
    List<String> lines = records == null ? List.of() : records.lines().toList();
    lines.forEach(RecoveryFuzzTest::readOrRefused);
    ChannelState state;
    try {
      ChannelCodec.stamp(files);
      state = Recovery.of(new ChannelStore.Head("1", new Stamp(1, "h", "c"), files, lines), LIMITS);
    } catch (UnreadableException expected) {
      return;
    }
    serve(state);
  }

  private static Map<String, String> files(String text) {
    Map<String, String> files = new HashMap<>();
    for (String part : ("\n" + text).split("\n--- ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        files.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    return files;
  }

  private static void readOrRefused(String line) {
    try {
      ChangeCodec.encode(ChangeCodec.decode(line));
    } catch (UnreadableException expected) {
      return;
    }
  }

  private static void serve(ChannelState found) {
    ChannelState state = found.claimed(9, NOW, Duration.ofSeconds(10));
    for (Operation operation :
        List.of(
            new Operation.Declare(Declaration.NOTHING),
            new Operation.Tick(),
            new Operation.Expire(),
            new Operation.OpenSession("n", List.of()),
            new Operation.ListAll(),
            new Operation.EndOwner("pod-1", 1))) {
      state = Channels.apply(state, new Request(Owner.pod("pod-1"), operation), NOW).state();
      state.nextTimer();
    }
    Map<String, String> once = ChannelCodec.encode(new Stamp(9, "h", "c"), state);
    Map<String, String> again =
        ChannelCodec.encode(new Stamp(9, "h", "c"), ChannelCodec.decode(once, LIMITS));
    if (!once.equals(again)) {
      throw new AssertionError("stored " + once + "\nread " + again);
    }
  }

  @KeptInputs
  void stored_isServedOrUnreadable(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
