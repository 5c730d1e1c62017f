package dev.workerpool.relay;

import java.time.Duration;

/**
 * The relay's figures.
 *
 * @param grace after an unclean takeover, how long workers have to say what they hold
 * @param retry before a channel that could not be served, or was lost to another relay, is tried
 *     again
 * @param coalesce changes closer together than this come in one page of the watch
 * @param batchOperations operations in one commit, at most
 * @param batchBytes put in one commit, about
 * @param backlogOperations waiting or parked at one channel; more is refused as overloaded
 * @param backlogBytes of the bodies among them
 */
public record RelaySettings(
    Duration grace,
    Duration retry,
    Duration coalesce,
    int batchOperations,
    long batchBytes,
    int backlogOperations,
    long backlogBytes) {

  public static final RelaySettings DEFAULT =
      new RelaySettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          1000,
          256 * 1024,
          50_000,
          64L * 1024 * 1024);
}
