package dev.workerpool.relay;

import dev.workerpool.channel.Operation;
import java.time.Duration;
import java.util.Objects;

/**
 * A request as it reaches the relay.
 *
 * @param patience how long it may be parked; zero for an answer at once; at most 30 s
 * @param seenEpoch highest Channel-Epoch the client has seen, 0 for none; a relay that serves a
 *     lower one steps down
 */
public record Submission(
    ChannelRef channel, Caller caller, Operation operation, Duration patience, long seenEpoch) {
  public Submission {
    Objects.requireNonNull(channel);
    Objects.requireNonNull(caller);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(patience);
  }
}
