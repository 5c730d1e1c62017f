package dev.workerpool.worker.client;

/**
 * What became of a request that settles one item and takes another.
 *
 * @param settled of the former item, as {@link Settlements#ack(Finished, Deadline)} tells it
 * @param taken nothing unless {@code settled} is DONE
 */
public record Next(Outcome settled, Taken taken) {
  static Next none(Outcome settled) {
    return new Next(settled, Taken.nothing(settled));
  }
}
