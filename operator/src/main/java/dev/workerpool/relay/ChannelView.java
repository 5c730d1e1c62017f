package dev.workerpool.relay;

import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.QueueStats;
import java.util.List;

/**
 * A channel as the operator sees it.
 *
 * @param problem null: none
 * @param gone the relay has let go of it
 */
public record ChannelView(
    PoolChannel channel,
    long epoch,
    List<QueueStats> queues,
    List<EventValue> events,
    Problem problem,
    boolean gone) {
  public ChannelView {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
  }

  /** Reason in CamelCase, as in a condition, and a sentence with a next step. */
  public record Problem(String reason, String message) {
    public static final String CHANNEL_LOST = "ChannelLost";
    public static final String NAME_TAKEN = "NameTaken";
    public static final String HEAD_EDITED = "HeadEdited";
    public static final String HEAD_DELETED = "HeadDeleted";
    public static final String STORE_UNAVAILABLE = "StoreUnavailable";
    public static final String UNREADABLE = "Unreadable";
  }
}
