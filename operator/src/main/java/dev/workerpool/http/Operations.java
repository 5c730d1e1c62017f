package dev.workerpool.http;

import dev.workerpool.api.wire.CloseRequest;
import dev.workerpool.api.wire.HeartbeatRequest;
import dev.workerpool.api.wire.Nack;
import dev.workerpool.api.wire.PurgeRequest;
import dev.workerpool.api.wire.PutRequest;
import dev.workerpool.api.wire.QueueMakeRequest;
import dev.workerpool.api.wire.RedriveRequest;
import dev.workerpool.api.wire.SessionRequest;
import dev.workerpool.api.wire.SettleRequest;
import dev.workerpool.api.wire.TakeRequest;
import dev.workerpool.api.wire.TaskDoneRequest;
import dev.workerpool.api.wire.ThenPut;
import dev.workerpool.channel.CloseMode;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Order;
import dev.workerpool.channel.QueueRules;
import java.util.List;

/** From a call to the operation that it asks for. */
final class Operations {
  private static final long DEFAULT_PEEK = 10;
  private static final long MAX_PEEK = 1000;
  private static final long MAX_EXIT = 255;

  private Operations() {}

  static Operation openSession(Call call) {
    SessionRequest message = Requests.message(call, SessionRequest.class);
    List<HeldLease> held =
        message.held().stream().map(h -> new HeldLease(h.lease(), h.queue(), h.id())).toList();
    return new Operation.OpenSession(message.nonce(), held);
  }

  static Operation heartbeat(Call call) {
    HeartbeatRequest message = Requests.message(call, HeartbeatRequest.class);
    return new Operation.Heartbeat(call.segment("session"), message.held());
  }

  static Operation closeSession(Call call) {
    return new Operation.CloseSession(call.segment("session"));
  }

  static Operation closeSessions(Call call) {
    String nonce =
        call.parameter("nonce").orElseThrow(() -> Requests.malformed("nonce: whose sessions?"));
    Long exit = Requests.count(call, "exit", null);
    if (exit != null && exit > MAX_EXIT) {
      throw Requests.malformed("exit: is an exit status, 0 to " + MAX_EXIT);
    }
    return new Operation.CloseSessions(nonce, exit == null ? null : exit.intValue());
  }

  static Operation makeQueue(Call call) {
    QueueMakeRequest message = Requests.messageOrEmpty(call, QueueMakeRequest.class);
    Order order =
        message.order() == null
            ? Order.FIFO
            : Order.of(message.order())
                .orElseThrow(() -> Requests.malformed("order: is FIFO, LIFO or Priority"));
    return new Operation.MakeQueue(
        queue(call),
        new QueueRules(
            or(message.maxSize(), 0),
            order,
            or(message.maxDeliveries(), QueueRules.DEFAULT_MAX_DELIVERIES),
            or(message.leaseSeconds(), 0)));
  }

  static Operation dropQueue(Call call) {
    return new Operation.DropQueue(queue(call));
  }

  private static int or(Integer number, int absent) {
    return number == null ? absent : number;
  }

  static Operation put(Call call) {
    String key = Requests.idempotencyKey(call);
    Operation.Source keyed = key == null ? null : new Operation.Key(key);
    if (!Requests.isJson(call)) {
      return new Operation.Put(queue(call), keyed, List.of(Requests.rawBody(call)));
    }
    PutRequest message = Requests.message(call, PutRequest.class);
    if (message.producer() != null && key != null) {
      throw Requests.malformed("Idempotency-Key: goes without producer and seq");
    }
    Operation.Source source =
        message.producer() == null
            ? keyed
            : new Operation.Sequence(message.producer(), message.seq());
    return new Operation.Put(
        queue(call), source, message.items().stream().map(Requests::body).toList());
  }

  static Operation take(Call call) {
    TakeRequest message = Requests.message(call, TakeRequest.class);
    return new Operation.Take(
        queue(call),
        message.session(),
        message.max(),
        message.attempt(),
        message.handle(),
        message.ack(),
        puts(message.then()));
  }

  static Operation settle(Call call) {
    SettleRequest message = Requests.message(call, SettleRequest.class);
    return new Operation.Settle(
        message.session(),
        message.ack(),
        message.nack().stream().map(Operations::nack).toList(),
        puts(message.then()));
  }

  private static Operation.Nack nack(Nack nack) {
    return new Operation.Nack(
        nack.lease(),
        Requests.delay(nack.delay()),
        Boolean.TRUE.equals(nack.dead()),
        nack.reason());
  }

  private static List<Operation.Put> puts(List<ThenPut> then) {
    return then.stream()
        .map(
            put ->
                new Operation.Put(
                    put.queue(),
                    new Operation.Sequence(put.producer(), put.seq()),
                    put.items().stream().map(Requests::body).toList()))
        .toList();
  }

  static Operation taskDone(Call call) {
    TaskDoneRequest message = Requests.message(call, TaskDoneRequest.class);
    return new Operation.TaskDone(queue(call), message.session(), message.key());
  }

  static Operation listAll(Call call) {
    return new Operation.ListAll();
  }

  static Operation stats(Call call) {
    return new Operation.Stats(queue(call));
  }

  static Operation join(Call call) {
    return new Operation.Join(queue(call));
  }

  static Operation peek(Call call) {
    return new Operation.Peek(queue(call), peeked(call));
  }

  static Operation dead(Call call) {
    return new Operation.ReadDead(queue(call), peeked(call));
  }

  private static int peeked(Call call) {
    long max = Requests.count(call, "peek", DEFAULT_PEEK);
    if (max < 1 || max > MAX_PEEK) {
      throw Requests.malformed("peek: is 1 to " + MAX_PEEK);
    }
    return (int) max;
  }

  static Operation redrive(Call call) {
    Integer max = Requests.messageOrEmpty(call, RedriveRequest.class).max();
    return new Operation.Redrive(queue(call), or(max, Integer.MAX_VALUE));
  }

  static Operation close(Call call) {
    String mode = Requests.message(call, CloseRequest.class).mode();
    return CloseMode.of(mode)
        .map(m -> new Operation.Close(queue(call), m))
        .orElseThrow(() -> Requests.malformed("mode: is Drain or Immediate"));
  }

  static Operation purge(Call call) {
    Boolean dead = Requests.messageOrEmpty(call, PurgeRequest.class).dead();
    return new Operation.Purge(queue(call), Boolean.TRUE.equals(dead));
  }

  static Operation setEvent(Call call) {
    return new Operation.SetEvent(event(call), Requests.idempotencyKey(call));
  }

  static Operation clearEvent(Call call) {
    return new Operation.ClearEvent(event(call), Requests.idempotencyKey(call));
  }

  static Operation makeEvent(Call call) {
    return new Operation.MakeEvent(event(call));
  }

  static Operation readEvent(Call call) {
    return new Operation.ReadEvent(event(call), Requests.count(call, "after", null));
  }

  private static String queue(Call call) {
    return call.segment("queue");
  }

  private static String event(Call call) {
    return call.segment("event");
  }
}
