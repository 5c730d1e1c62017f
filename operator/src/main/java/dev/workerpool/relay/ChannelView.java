package dev.workerpool.relay;

import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.QueueStats;
import dev.workerpool.channel.UnreadableException;
import java.util.List;

/**
 * A channel as the operator sees it.
 *
 * @param problem null: none
 * @param gone the relay has let go of it
 * @param idle UIDs of pods that have a session and hold no item; not all of them when there are
 *     very many
 */
public record ChannelView(
    PoolChannel channel,
    long epoch,
    List<QueueStats> queues,
    List<EventValue> events,
    Problem problem,
    boolean gone,
    List<String> idle) {
  public ChannelView {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
    idle = List.copyOf(idle);
  }

  /** Nobody is idle, as far as anybody knows. */
  public ChannelView(
      PoolChannel channel,
      long epoch,
      List<QueueStats> queues,
      List<EventValue> events,
      Problem problem,
      boolean gone) {
    this(channel, epoch, queues, events, problem, gone, List.of());
  }

  /** Reason in CamelCase, as in a condition, and a sentence with a next step. */
  public record Problem(String reason, String message) {
    public static final String CHANNEL_LOST = "ChannelLost";
    public static final String NAME_TAKEN = "NameTaken";
    public static final String HEAD_EDITED = "HeadEdited";
    public static final String HEAD_DELETED = "HeadDeleted";
    public static final String STORE_UNAVAILABLE = "StoreUnavailable";
    public static final String WRITE_BUDGET = "WriteBudgetSpent";
    public static final String NO_SUCH_CHANNEL = "NoSuchChannel";
    public static final String CHANNEL_GONE = "ChannelGone";
    public static final String UNREADABLE = "Unreadable";

    static Problem noOwner(String pool) {
      return new Problem(
          NO_SUCH_CHANNEL,
          "There is no pool "
              + pool
              + " in this namespace, whose channel this pool is to use; apply it.");
    }

    static Problem ownerGone(String pool) {
      return new Problem(
          CHANNEL_GONE,
          "Pool " + pool + ", whose channel this pool uses, was deleted, and the channel with it.");
    }

    static Problem budget() {
      return new Problem(
          WRITE_BUDGET,
          "Too much was written to the API server of late: puts wait, gets and acknowledgements go"
              + " on. Put less or in larger batches, or raise the relay's write budget.");
    }

    static Problem edited() {
      return new Problem(
          HEAD_EDITED,
          "Somebody changed the channel's head; the relay wrote its own state again. Change a"
              + " channel through the relay.");
    }

    static Problem deleted() {
      return new Problem(
          HEAD_DELETED,
          "Somebody deleted the channel's head; the relay, which had all of it in memory, wrote it"
              + " again.");
    }

    static Problem lost(long epoch) {
      return new Problem(
          CHANNEL_LOST,
          "The channel's head is missing, though it was at epoch "
              + epoch
              + ": its items are lost. Restore it from a backup, or apply the pool again"
              + " (kubectl replace --force).");
    }

    static Problem unreadable(RuntimeException e) {
      return new Problem(
          UNREADABLE,
          "The channel's stored state can't be read: "
              + e.getMessage()
              + ". Put back what was there before, or apply the pool again.");
    }

    /** Why a load failed. */
    static Problem of(Throwable failure) {
      return Failures.cause(failure) instanceof UnreadableException e
          ? unreadable(e)
          : unavailable(failure);
    }

    /** Why a call failed that is repeated. */
    static Problem unavailable(Throwable failure) {
      Throwable cause = Failures.cause(failure);
      String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      return new Problem(
          STORE_UNAVAILABLE, "The channel's store can't be read or written; trying again: " + why);
    }
  }
}
