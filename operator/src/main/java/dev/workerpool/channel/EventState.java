package dev.workerpool.channel;

/**
 * An event.
 *
 * @param count how many sets took effect
 * @param creator id of the owner that made it at run time; null when declared
 */
record EventState(boolean set, long count, boolean declared, String creator) {
  EventValue value(String name) {
    return new EventValue(name, set, count);
  }
}
