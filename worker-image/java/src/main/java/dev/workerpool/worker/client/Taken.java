package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import java.util.List;

/** What a take got; no items unless the outcome is DONE. */
public record Taken(Outcome outcome, List<Reply.Item> items) {
  static Taken nothing(Outcome why) {
    return new Taken(why, List.of());
  }
}
