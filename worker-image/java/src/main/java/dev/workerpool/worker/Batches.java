package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** Cuts a list of items into requests that the relay accepts. */
final class Batches {
  private static final int MAX_ITEMS = 1000;

  /** Characters, at three bytes each still below the relay's limit of 768 KiB. */
  private static final int MAX_LENGTH = 240 * 1024;

  private Batches() {}

  static List<List<Request.Item>> of(List<Request.Item> items) {
    List<List<Request.Item>> batches = new ArrayList<>();
    List<Request.Item> batch = new ArrayList<>();
    int length = 0;
    for (Request.Item item : items) {
      int more = Json.writeWithoutNulls(item).length() + 1;
      if (!batch.isEmpty() && (batch.size() == MAX_ITEMS || length + more > MAX_LENGTH)) {
        batches.add(batch);
        batch = new ArrayList<>();
        length = 0;
      }
      batch.add(item);
      length += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
