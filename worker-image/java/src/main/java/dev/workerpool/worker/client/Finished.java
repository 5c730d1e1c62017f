package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Request;
import java.util.List;

/**
 * An item that is done, and what is put in the same commit. It takes effect once, by however many
 * and whichever requests it is sent.
 */
public final class Finished {
  private final String lease;
  private final Numbers numbers;
  private boolean settled;

  Finished(String lease, Numbers numbers) {
    this.lease = lease;
    this.numbers = numbers;
  }

  public String lease() {
    return lease;
  }

  /** Whether the relay has said so. */
  boolean isSettled() {
    return settled;
  }

  /** What goes with the ack that is sent now; null for nothing. */
  List<Request.Then> sent() {
    List<Request.Then> puts = numbers.sent();
    return puts.isEmpty() ? null : puts;
  }

  void answered(Answer answer) {
    numbers.answered(answer);
  }

  void settled() {
    settled = true;
    numbers.stored();
  }

  /** It won't be sent any more. */
  void refused() {
    numbers.free();
  }

  void forgotten() {
    numbers.forgotten();
  }

  /**
   * Whether an earlier try of ours may be why its item is gone. A relay that has stored our puts
   * says so, and an item that went without them was done by somebody else.
   */
  boolean mayBeSettled() {
    return numbers.isEmpty() || numbers.areInDoubt();
  }
}
