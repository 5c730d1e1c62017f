package dev.workerpool.channel;

/**
 * A queue's settings.
 *
 * @param maxSize 0 is unbounded
 * @param declared stands in the spec
 * @param creator id of the owner that made it at run time; null when declared
 * @param closed null while open
 */
record QueueConfig(int maxSize, boolean declared, String creator, CloseMode closed) {

  QueueConfig withClosed(CloseMode mode) {
    return new QueueConfig(maxSize, declared, creator, mode);
  }

  QueueConfig declaredAs(int size) {
    return new QueueConfig(size, true, null, closed);
  }

  QueueConfig undeclared() {
    return new QueueConfig(maxSize, false, null, closed);
  }
}
