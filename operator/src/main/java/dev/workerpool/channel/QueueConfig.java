package dev.workerpool.channel;

/**
 * A queue's settings.
 *
 * @param declared stands in the spec
 * @param creator id of the owner that made it at run time; null when declared
 * @param closed null while open
 * @param specClosed what the spec said last about closing; null for nothing
 */
record QueueConfig(
    QueueRules rules, boolean declared, String creator, CloseMode closed, CloseMode specClosed) {

  QueueConfig withClosed(CloseMode mode) {
    return new QueueConfig(rules, declared, creator, mode, specClosed);
  }

  /** As the spec says now. What it says about closing counts when it says something else. */
  QueueConfig declaredAs(QueueRules now, CloseMode spec) {
    boolean opens = spec == null && specClosed != null && specClosed == closed;
    boolean closes = spec != null && spec != specClosed && closed != CloseMode.IMMEDIATE;
    return new QueueConfig(now, true, null, opens ? null : closes ? spec : closed, spec);
  }

  QueueConfig undeclared() {
    return new QueueConfig(rules, false, null, closed, specClosed);
  }
}
