package dev.workerpool.relay;

import dev.workerpool.channel.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The port behind which a channel is durable. One relay's actor calls it for a channel, one write
 * at a time. The store fences: a write counts only while nobody else has written since {@code
 * version}, and an unknown outcome (time-out, reset, 5xx) is resolved in here by reading: never by
 * assumption. What can't be resolved completes exceptionally; the relay then drops what it has and
 * loads again.
 */
public interface ChannelStore {

  /** Reads the head afresh, never from a cache. A former life's head is removed first. */
  CompletionStage<Found> load(PoolChannel channel);

  /**
   * Writes the commit in place of {@code version}.
   *
   * @param version as loaded or last committed; null: the head must not be there yet
   */
  CompletionStage<Written> write(PoolChannel channel, String version, Commit commit);

  /** How large the encoded state may become; puts beyond are refused, nothing is lost. */
  long maxStateBytes();

  /**
   * Who reigns, read afresh, and which commit was the last: as {@link #load}, but a head may come
   * without its content and records. Also settles a write whose outcome this store left open.
   */
  default CompletionStage<Found> peek(PoolChannel channel) {
    return load(channel);
  }

  /**
   * How long puts are to wait until they may be stored, because too much was written of late; zero
   * for not at all. What isn't a put is never held up by this.
   */
  default Duration untilPuts() {
    return Duration.ZERO;
  }

  /**
   * Whom to tell that somebody else changed or deleted what is stored of a channel: it should be
   * written whole.
   */
  default void listen(Consumer<PoolChannel> disturbed) {}

  /** This relay's reign over the channel has ended: nothing is done for it any more unasked. */
  default void rest(PoolChannel channel) {}

  /** What has been written of each channel that is open here; empty where that isn't counted. */
  default Map<PoolChannel, StoreFigures> figures() {
    return Map.of();
  }

  /** What a load finds. */
  sealed interface Found {}

  /**
   * No head.
   *
   * @param epoch the highest that leftovers of it bear: then a head was there, and is lost; 0 for
   *     none
   */
  record Absent(long epoch) implements Found {
    public Absent() {
      this(0);
    }
  }

  /**
   * The head.
   *
   * @param version opaque; what the next write replaces
   * @param content file name → text, as last written whole
   * @param records to be folded onto it, oldest first; empty in a store of whole heads
   */
  record Head(String version, Stamp stamp, Map<String, String> content, List<String> records)
      implements Found {
    public Head {
      Objects.requireNonNull(version);
      content = Map.copyOf(content);
      records = List.copyOf(records);
    }
  }

  /** Something else has the head's name; it is left alone. */
  record NameTaken(String message) implements Found {}

  /** What came of a write. */
  sealed interface Written {}

  /** Durable. */
  record Committed(String version) implements Written {}

  /** Somebody else's reign: another epoch or another holder. Ours was not written. */
  record Fenced(Stamp foreign) implements Written {}

  /**
   * Our own reign, but somebody changed the head's content. Ours was not written.
   *
   * @param version what a repair replaces
   */
  record Edited(String version) implements Written {}

  /** The head is no longer there. Ours was not written. */
  record Missing() implements Written {}

  /**
   * More was committed, under the reign before, than the load had seen. Ours, which was to begin a
   * reign, was not written; load again.
   */
  record Outdated() implements Written {}
}
