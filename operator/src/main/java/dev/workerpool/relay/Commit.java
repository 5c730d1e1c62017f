package dev.workerpool.relay;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a store makes durable in one step. Either form alone is enough: the state after the commit
 * is {@code content}, or the state before it with {@code records} folded in. A store that writes
 * records never asks for the content, which is costly.
 *
 * @param stamp goes with either form
 * @param records what changed, one JSON text without line breaks each; empty with a new epoch
 * @param content the whole head, file name → text, the stamp within; may be asked for on any
 *     thread, at any time after
 * @param stateBytes what the content is reckoned with, never less than its true size; tells without
 *     asking for it whether it may be small
 * @param whole only the content tells it all (a new epoch, a repair); records must not be used
 */
public record Commit(
    Stamp stamp,
    List<String> records,
    Supplier<Map<String, String>> content,
    long stateBytes,
    boolean whole) {
  public Commit {
    Objects.requireNonNull(stamp);
    records = List.copyOf(records);
    Objects.requireNonNull(content);
  }

  /** A commit whose content's size nobody has reckoned. */
  public Commit(
      Stamp stamp, List<String> records, Supplier<Map<String, String>> content, boolean whole) {
    this(stamp, records, content, Long.MAX_VALUE, whole);
  }

  /** A commit of the whole state: nothing else tells it. */
  static Commit whole(Stamp stamp, ChannelState state) {
    return of(stamp, List.of(), state, true);
  }

  /** A commit of records, which led to that state. */
  static Commit of(Stamp stamp, List<String> records, ChannelState state) {
    return of(stamp, records, state, false);
  }

  private static Commit of(Stamp stamp, List<String> records, ChannelState state, boolean whole) {
    return new Commit(
        stamp, records, () -> ChannelCodec.encode(stamp, state), state.bytes(), whole);
  }
}
