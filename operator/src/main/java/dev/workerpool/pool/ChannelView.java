package dev.workerpool.pool;

import dev.workerpool.api.EventStatus;
import dev.workerpool.api.QueueStatus;
import java.util.List;
import java.util.Set;

/**
 * What the relay last said about the pool's channel.
 *
 * @param known false until the relay has said anything about it since this process started
 * @param epoch the epoch of the channel's writer, or null
 * @param idle uids of pods that have a session and hold no item; some, where there are very many
 * @param problemReason why the channel does not work, one CamelCase word; null when it does
 * @param problemMessage the same for people; null when it works
 */
public record ChannelView(
    boolean known,
    Long epoch,
    List<QueueStatus> queues,
    List<EventStatus> events,
    Set<String> idle,
    String problemReason,
    String problemMessage) {

  public ChannelView {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
    idle = Set.copyOf(idle);
  }

  /** Nobody is known to be idle. */
  public ChannelView(
      boolean known,
      Long epoch,
      List<QueueStatus> queues,
      List<EventStatus> events,
      String problemReason,
      String problemMessage) {
    this(known, epoch, queues, events, Set.of(), problemReason, problemMessage);
  }

  /** Nothing is known yet. */
  public static ChannelView unknown() {
    return new ChannelView(false, null, List.of(), List.of(), null, null);
  }

  /** Nothing is known because the relay cannot be reached or does not answer. */
  public static ChannelView unreachable(String message) {
    return new ChannelView(false, null, List.of(), List.of(), "RelayUnreachable", message);
  }
}
