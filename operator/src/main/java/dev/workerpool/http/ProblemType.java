package dev.workerpool.http;

import dev.workerpool.channel.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The problems the API knows; the names are stable, clients branch on them. */
enum ProblemType {
  MALFORMED("malformed", 400, "Request is malformed", false, Outcome.Malformed.class),
  BATCH_TOO_LARGE("batch-too-large", 400, "Batch is too large", false, Outcome.BatchTooLarge.class),
  UNAUTHENTICATED("unauthenticated", 401, "Not authenticated", false),
  FORBIDDEN("forbidden", 403, "Not allowed", false, Outcome.Forbidden.class),
  NOT_FOUND("not-found", 404, "Not found", false, Outcome.NotFound.class),
  SESSION_UNKNOWN(
      "session-unknown", 404, "Session is unknown", false, Outcome.SessionUnknown.class),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The path has no such method", false),
  TOO_SLOW("too-slow", 408, "The request took too long to arrive", true),
  LEASE_LOST("lease-lost", 409, "Lease is lost", false, Outcome.LeaseLost.class),
  SEQUENCE_GAP("sequence-gap", 409, "Sequence has a gap", false, Outcome.SequenceGap.class),
  EXISTS_DIFFERENTLY(
      "exists-differently", 409, "Exists differently", false, Outcome.ExistsDifferently.class),
  SURPLUS_TASK_DONE(
      "surplus-task-done",
      409,
      "task_done() called too many times",
      false,
      Outcome.SurplusTaskDone.class),
  SURPLUS_RELEASE(
      "surplus-release", 409, "Released too many times", false, Outcome.SurplusRelease.class),
  LOCK_NOT_HELD("lock-not-held", 409, "Lock is not held", false, Outcome.LockNotHeld.class),
  BARRIER_BROKEN("barrier-broken", 409, "Barrier is broken", false, Outcome.BarrierBroken.class),
  IN_USE("in-use", 409, "In use", false, Outcome.InUse.class),
  CLOSED("closed", 410, "Queue is closed", false, Outcome.Closed.class, Outcome.ChannelGone.class),
  TOO_LARGE("too-large", 413, "Item is too large", false, Outcome.TooLarge.class),
  QUEUE_FULL("queue-full", 429, "Queue is full", true, Outcome.Full.class),
  OVERLOADED("overloaded", 429, "Relay is overloaded", true, Outcome.Overloaded.class),
  INTERNAL("internal", 500, "The relay has a fault", true),
  NOT_LEADER("not-leader", 503, "Not the serving relay", true, Outcome.NotLeader.class),
  RECOVERING("recovering", 503, "Relay is starting", true, Outcome.Recovering.class),
  OUTCOME_UNKNOWN("outcome-unknown", 504, "Outcome is unknown", true, Outcome.OutcomeUnknown.class),
  BYTE_QUOTA("byte-quota", 507, "Byte quota is used up", true, Outcome.ByteQuota.class);

  private static final Map<Class<?>, ProblemType> OF_REFUSAL =
      Arrays.stream(values())
          .flatMap(type -> type.refusals.stream().map(refusal -> Map.entry(refusal, type)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** Last part of the problem's type URI. */
  final String name;

  final int status;
  final String title;

  /** True: the same request may succeed later. */
  final boolean retryable;

  /** Kinds of refusals that are told so. */
  private final List<Class<?>> refusals;

  ProblemType(String name, int status, String title, boolean retryable, Class<?>... refusals) {
    this.name = name;
    this.status = status;
    this.title = title;
    this.retryable = retryable;
    this.refusals = List.of(refusals);
  }

  /** How a kind of refusal is told. */
  static ProblemType of(Class<? extends Outcome.Refusal> refusal) {
    return OF_REFUSAL.get(refusal);
  }

  String uri() {
    return "https://workerpool.dev/problems/" + name;
  }
}
