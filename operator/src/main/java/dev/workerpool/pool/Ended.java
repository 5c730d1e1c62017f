package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.process.Exit;
import dev.workerpool.process.Source;
import java.util.Set;

/**
 * The durable record of how an attempt of a process ended: as much of its {@link Exit} as the
 * status keeps for each of 10,000 processes.
 */
public record Ended(int code, Source source, String reason) {
  /** The reason of a process that scaling down, or its removal from the spec, has ended. */
  public static final String SCALED_DOWN = "ScaledDown";

  /** The reason of a process that spec.suspend has ended. */
  public static final String SUSPENDED = "Suspended";

  /** The reason of a process whose termination was asked for, and of daemons at the end. */
  public static final String TERMINATED = "Terminated";

  /** The reason of a process whose SIGKILL was asked for. */
  public static final String KILLED = "KilledByRequest";

  /** The reason of a process that failurePolicy: Terminate has ended. */
  public static final String FAILURE_POLICY = "FailurePolicy";

  /** The reason of a process that was given up with its node. */
  public static final String NODE_UNREACHABLE = "NodeUnreachable";

  /** The reason of a process that could not be started, or not in time. */
  public static final String START_FAILED = "StartFailed";

  public static final String DEADLINE_EXCEEDED = "DeadlineExceeded";

  private static final int LOST_CODE = 255;
  private static final int SIGTERM = 15;

  private static final String NOT_ADMITTED = "NotAdmitted";

  private static final Set<String> DISRUPTIONS =
      Set.of(
          "Preempted",
          "Drained",
          "NodeGone",
          "NodeShutdown",
          "Evicted",
          "Disrupted",
          NODE_UNREACHABLE);

  private static final Set<String> ASKED =
      Set.of(SCALED_DOWN, SUSPENDED, TERMINATED, KILLED, FAILURE_POLICY);

  public static Ended of(Exit exit) {
    return new Ended(exit.code(), exit.source(), exit.reason());
  }

  public boolean succeeded() {
    return code == 0 && !asked();
  }

  public boolean lost() {
    return source == Source.LOST && !asked();
  }

  public boolean failed() {
    return code != 0 && source != Source.LOST && !asked();
  }

  /** Whether it ended because somebody asked for it; such an end is no part of the verdict. */
  public boolean asked() {
    return ASKED.contains(reason);
  }

  public boolean isFor(String otherReason) {
    return otherReason.equals(reason);
  }

  /** Whether it speaks against the pool's success. */
  boolean bad() {
    return code != 0 && !asked();
  }

  /** Whether the cluster, not the program or its image, kept it from ever running. */
  boolean refusedByCluster() {
    return ran().equals(Condition.FALSE) && (disrupted() || isFor(NOT_ADMITTED));
  }

  /**
   * Whether the program ever ran, as a condition has it: True, False or Unknown. False may be
   * presumed: a pod that was deleted so early that no container was seen.
   */
  public String ran() {
    return switch (source) {
      case LOST -> Condition.UNKNOWN;
      case SHIM -> Condition.TRUE;
      case RUNTIME -> code >= 0 && START_FAILED.equals(reason) ? Condition.FALSE : Condition.TRUE;
      case SYNTHESIZED ->
          code == LOST_CODE || code == -SIGTERM
              ? Condition.FALSE
              : DEADLINE_EXCEEDED.equals(reason) ? Condition.UNKNOWN : Condition.TRUE;
    };
  }

  /** Whether the cluster took the pod away; such an end is not charged to backoffLimit. */
  public boolean disrupted() {
    return DISRUPTIONS.contains(reason);
  }
}
