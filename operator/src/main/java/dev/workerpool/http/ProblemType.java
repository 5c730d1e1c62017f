package dev.workerpool.http;

/** The problems the API knows; the names are stable, clients branch on them. */
enum ProblemType {
  MALFORMED("malformed", 400, "Request is malformed", false),
  BATCH_TOO_LARGE("batch-too-large", 400, "Batch is too large", false),
  UNAUTHENTICATED("unauthenticated", 401, "Not authenticated", false),
  FORBIDDEN("forbidden", 403, "Not allowed", false),
  NOT_FOUND("not-found", 404, "Not found", false),
  SESSION_UNKNOWN("session-unknown", 404, "Session is unknown", false),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The path has no such method", false),
  TOO_SLOW("too-slow", 408, "The request took too long to arrive", true),
  LEASE_LOST("lease-lost", 409, "Lease is lost", false),
  SEQUENCE_GAP("sequence-gap", 409, "Sequence has a gap", false),
  EXISTS_DIFFERENTLY("exists-differently", 409, "Exists differently", false),
  SURPLUS_TASK_DONE("surplus-task-done", 409, "task_done() called too many times", false),
  SURPLUS_RELEASE("surplus-release", 409, "Released too many times", false),
  LOCK_NOT_HELD("lock-not-held", 409, "Lock is not held", false),
  BARRIER_BROKEN("barrier-broken", 409, "Barrier is broken", false),
  IN_USE("in-use", 409, "In use", false),
  CLOSED("closed", 410, "Queue is closed", false),
  TOO_LARGE("too-large", 413, "Item is too large", false),
  QUEUE_FULL("queue-full", 429, "Queue is full", true),
  OVERLOADED("overloaded", 429, "Relay is overloaded", true),
  INTERNAL("internal", 500, "The relay has a fault", true),
  NOT_LEADER("not-leader", 503, "Not the serving relay", true),
  RECOVERING("recovering", 503, "Relay is starting", true),
  OUTCOME_UNKNOWN("outcome-unknown", 504, "Outcome is unknown", true),
  BYTE_QUOTA("byte-quota", 507, "Byte quota is used up", true);

  final String name;
  final int status;
  final String title;
  final boolean retryable;

  ProblemType(String name, int status, String title, boolean retryable) {
    this.name = name;
    this.status = status;
    this.title = title;
    this.retryable = retryable;
  }

  /** The type whose URI ends with that name. */
  static ProblemType named(String name) {
    for (ProblemType type : values()) {
      if (type.name.equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no problem type " + name);
  }

  String uri() {
    return "https://workerpool.dev/problems/" + name;
  }
}
