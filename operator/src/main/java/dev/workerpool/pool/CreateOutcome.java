package dev.workerpool.pool;

/** What came of an attempt to create a pod. */
public sealed interface CreateOutcome {

  /** It exists now. */
  record Created() implements CreateOutcome {}

  /** It existed already, for the same pool, process and attempt. */
  record AlreadyOurs() implements CreateOutcome {}

  /** A pod of that name exists that is not ours: it is never adopted. */
  record NameTaken(String message) implements CreateOutcome {}

  /** The namespace is being deleted, and the pool with it. */
  record NamespaceGoing() implements CreateOutcome {}

  /**
   * The server (or, locally, the machine) refused it: template, Pod Security, quota, policy.
   *
   * @param reason one CamelCase word
   * @param message in the server's words
   */
  record Refused(String reason, String message) implements CreateOutcome {}

  /** It is not known whether it exists; trying again settles it. */
  record Unsure(String message) implements CreateOutcome {}
}
