package dev.workerpool.channel;

import java.time.Instant;

/**
 * An item that is not delivered any more.
 *
 * @param reason why it came back the last time
 * @param exitCode of the process that held it last; null when that didn't end, or nobody knows how
 */
record DeadItem(Item item, Instant diedAt, String reason, Integer exitCode) {

  int weight() {
    return item.weight() + Weights.death(reason);
  }

  DeadLetter letter() {
    return new DeadLetter(
        item.id(), item.returned(), item.at(), diedAt, reason, exitCode, item.body());
  }
}
