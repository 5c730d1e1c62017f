package dev.workerpool.bench;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one client does with the queue; fails where anything but success comes back. */
final class Work {
  private static final Duration LONG = Duration.ofMinutes(2);
  static final int ITEM_BYTES = 200;

  private final Channel channel;
  private final SampleTasks tasks;

  Work(Channel channel, long seed) {
    this.channel = channel;
    this.tasks = new SampleTasks(seed, ITEM_BYTES);
  }

  /** Puts that many items in one request. */
  long put(int items) throws Exception {
    List<Request.Item> batch = new ArrayList<>(items);
    for (int i = 0; i < items; i++) {
      batch.add(new Request.Item(new Json.Raw(tasks.next()), null, null));
    }
    Outcome outcome = channel.put(BenchRelay.QUEUE, batch, channel.deadline(LONG));
    if (outcome != Outcome.DONE) {
      throw new IllegalStateException("a put ended as " + outcome);
    }
    return items;
  }

  /** Takes up to that many items and acks them; answers how many. */
  long takeAndAck(int items) throws Exception {
    return ack(take(items, LONG));
  }

  /** What there is now, up to that many items; none when none came within the patience. */
  List<Reply.Item> take(int items, Duration patience) throws Exception {
    Taken taken =
        channel.take(BenchRelay.QUEUE, items, null, List.of(), channel.deadline(patience));
    return taken.items();
  }

  long ack(List<Reply.Item> items) throws Exception {
    if (!items.isEmpty()) {
      channel.settle(items.stream().map(Reply.Item::lease).toList());
    }
    return items.size();
  }

  /** One item put, one got, and acked. */
  long cycle() throws Exception {
    put(1);
    return takeAndAck(1);
  }

  Channel channel() {
    return channel;
  }
}
