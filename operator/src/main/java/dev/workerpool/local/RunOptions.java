package dev.workerpool.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a run is asked to do.
 *
 * @param pool a folder with pool.yaml, or a file
 * @param timeout after which all is ended; null for never
 * @param data where to keep the channel and records; null for a temporary folder
 * @param status file for the status as JSON, or null
 * @param runtime a folder for this user only, where runs are listed; see {@link RunningRun}
 * @param environment the user's, which processes inherit
 */
public record RunOptions(
    Path pool,
    Duration timeout,
    Path data,
    Path status,
    Path runtime,
    Map<String, String> environment) {
  public RunOptions {
    environment = Map.copyOf(environment);
  }
}
