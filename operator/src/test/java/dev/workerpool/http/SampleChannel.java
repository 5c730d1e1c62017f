package dev.workerpool.http;

import dev.workerpool.channel.Applied;
import dev.workerpool.channel.Body;
import dev.workerpool.channel.Change;
import dev.workerpool.channel.ChangeCodec;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Limits;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Order;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Owner;
import dev.workerpool.channel.PrimitiveId;
import dev.workerpool.channel.PrimitiveKind;
import dev.workerpool.channel.PrimitiveRules;
import dev.workerpool.channel.QueueRules;
import dev.workerpool.channel.Request;
import dev.workerpool.channel.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A channel with one of everything; and what must hold of whatever is asked of it. */
final class SampleChannel {
  static final Owner POD = Owner.pod("pod-1");
  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

  private ChannelState state = ChannelState.fresh(Limits.ofBytes(1 << 20));
  final String session;
  final String lease;
  final String grant;

  SampleChannel() {
    state = state.claimed(1, NOW, Duration.ZERO);
    PrimitiveId lock = PrimitiveId.semaphore("lock");
    Map<PrimitiveId, PrimitiveRules> primitives =
        Map.of(
            lock,
            PrimitiveRules.of(PrimitiveKind.LOCK, 1),
            PrimitiveId.semaphore("slots"),
            PrimitiveRules.of(PrimitiveKind.SEMAPHORE, 3),
            PrimitiveId.condition("news"),
            PrimitiveRules.condition("lock"),
            PrimitiveId.barrier("all"),
            PrimitiveRules.of(PrimitiveKind.BARRIER, 2));
    List<Declaration.DeclaredQueue> queues =
        List.of(
            new Declaration.DeclaredQueue("tasks", new QueueRules(2, Order.PRIORITY, 1, 60), null),
            new Declaration.DeclaredQueue("open", 0));
    does(new Operation.Declare(new Declaration(queues, List.of("ready"), primitives)));
    session = ((Outcome.SessionOpened) does(new Operation.OpenSession("n", List.of()))).session();
    Operation.Source first = new Operation.Sequence("p", 1);
    does(new Operation.Put("open", first, List.of(Body.json("1"), Body.json("2"))));
    Operation take = new Operation.Take("open", session, 1, "a", null, List.of());
    lease = ((Outcome.Taken) does(take)).items().get(0).lease();
    grant = ((Outcome.Granted) does(new Operation.Acquire("lock", session, "a"))).grant();
  }

  private Outcome does(Operation operation) {
    Applied applied = Channels.apply(state, new Request(POD, operation), NOW);
    state = applied.state();
    return applied.outcome();
  }

  /**
   * What it comes to. What would be stored of it must lead to the same state again, and may not be
   * more than was reckoned. The sample stays as it is.
   */
  Outcome tried(Operation operation) {
    Applied applied = Channels.apply(state, new Request(POD, operation), NOW);
    ChannelState folded = state;
    for (Change change : applied.changes()) {
      String line = ChangeCodec.encode(change);
      if (line.lines().count() != 1) {
        throw new AssertionError("not one line: " + line);
      }
      folded = Channels.fold(folded, ChangeCodec.decode(line));
    }
    Map<String, String> content = durable(applied.state());
    same(content, durable(folded));
    same(content, durable(ChannelCodec.decode(encoded(applied.state()), Limits.ofBytes(1 << 20))));
    if (ChannelCodec.sizeBytes(encoded(applied.state())) > applied.state().bytes()) {
      throw new AssertionError("reckoned with " + applied.state().bytes() + " bytes: " + content);
    }
    return applied.outcome();
  }

  private static Map<String, String> encoded(ChannelState any) {
    return ChannelCodec.encode(new Stamp(1, "h", "c"), any);
  }

  /** Without the counters of what isn't durable. */
  private static Map<String, String> durable(ChannelState any) {
    Map<String, String> content = encoded(any);
    content.remove(ChannelCodec.CHANNEL);
    return content;
  }

  private static void same(Map<String, String> left, Map<String, String> right) {
    if (!left.equals(right)) {
      throw new AssertionError("stored " + left + "\nread " + right);
    }
  }
}
