package dev.workerpool.http;

import dev.workerpool.channel.Operation;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Callers;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The routes that workers use: each is an operation on one channel. */
final class ChannelRoutes {
  private static final String BASE = "/v1/namespaces/{ns}/channels/{channel}";
  private static final String QUEUE = "/queues/{queue}";
  private static final String EVENT = "/events/{event}";
  private static final String SEMAPHORE = "/semaphores/{name}";
  private static final String CONDITION = "/conditions/{name}";
  private static final String BARRIER = "/barriers/{name}";

  private final Relay relay;
  private final Guard guard;
  private final Guard operators;
  private final List<Route> rows = new ArrayList<>();

  private ChannelRoutes(Relay relay, Callers callers) {
    this.relay = relay;
    this.guard = Guard.channel(callers);
    this.operators = Guard.operator(callers);
  }

  static List<Route> of(Relay relay, Callers callers) {
    ChannelRoutes routes = new ChannelRoutes(relay, callers);
    routes.add("POST", "/sessions", Operations::openSession);
    routes.addSilent("DELETE", "/sessions", Operations::closeSessions);
    routes.add("POST", "/sessions/{session}/heartbeat", Operations::heartbeat);
    routes.addSilent("DELETE", "/sessions/{session}", Operations::closeSession);
    routes.add("POST", "/leases", Operations::settle);
    routes.add("GET", "/queues", Operations::listAll);
    routes.add("GET", QUEUE, Operations::stats);
    routes.add("PUT", QUEUE, Operations::makeQueue);
    routes.addSilent("DELETE", QUEUE, Operations::dropQueue);
    routes.add("GET", QUEUE + "/items", Operations::peek);
    routes.add("POST", QUEUE + "/items", Operations::put);
    routes.add("POST", QUEUE + "/leases", Operations::take);
    routes.add("POST", QUEUE + "/task-done", Operations::taskDone);
    routes.add("GET", QUEUE + "/join", Operations::join);
    routes.add("POST", QUEUE + "/close", Operations::close);
    routes.add("POST", QUEUE + "/purge", Operations::purge);
    routes.add("GET", QUEUE + "/dead", Operations::dead);
    routes.add("POST", QUEUE + "/redrive", Operations::redrive);
    routes.add("GET", EVENT, Operations::readEvent);
    routes.add("PUT", EVENT, Operations::setEvent);
    routes.add("DELETE", EVENT, Operations::clearEvent);
    routes.add("POST", EVENT, Operations::makeEvent);
    routes.primitives();
    routes.add("POST", "/retire", routes.operators, PrimitiveOperations::retire);
    routes.add("POST", "/kill", routes.operators, PrimitiveOperations::kill);
    return routes.rows;
  }

  private void primitives() {
    add("GET", SEMAPHORE, PrimitiveOperations::semaphore);
    add("PUT", SEMAPHORE, PrimitiveOperations::makeSemaphore);
    add("POST", SEMAPHORE + "/acquire", PrimitiveOperations::acquire);
    add("POST", SEMAPHORE + "/release", PrimitiveOperations::release);
    add("GET", CONDITION, PrimitiveOperations::condition);
    add("PUT", CONDITION, PrimitiveOperations::makeCondition);
    add("POST", CONDITION + "/wait", PrimitiveOperations::awaitNotice);
    add("DELETE", CONDITION + "/waiters/{attempt}", PrimitiveOperations::giveUp);
    add("POST", CONDITION + "/notify", PrimitiveOperations::wake);
    add("GET", BARRIER, PrimitiveOperations::barrier);
    add("PUT", BARRIER, PrimitiveOperations::makeBarrier);
    add("POST", BARRIER + "/wait", PrimitiveOperations::awaitOthers);
    add("POST", BARRIER + "/abort", PrimitiveOperations::abort);
    add("POST", BARRIER + "/reset", PrimitiveOperations::reset);
  }

  private void add(String method, String path, Function<Call, Operation> operation) {
    add(method, path, guard, operation);
  }

  private void add(String method, String path, Guard who, Function<Call, Operation> operation) {
    rows.add(
        new Route(
            method, BASE + path, who, (call, caller) -> answer(call, caller, operation, false)));
  }

  /** As {@link #add}, for what has nothing to tell but that it was done: 204. */
  private void addSilent(String method, String path, Function<Call, Operation> operation) {
    rows.add(
        new Route(
            method, BASE + path, guard, (call, caller) -> answer(call, caller, operation, true)));
  }

  private CompletableFuture<Reply> answer(
      Call call, Caller caller, Function<Call, Operation> operation, boolean silent) {
    ChannelRef channel = new ChannelRef(call.segment("ns"), call.segment("channel"));
    Duration patience = Requests.patience(call);
    CompletableFuture<Answer> answer =
        relay.submit(
            new Submission(
                channel, caller, operation.apply(call), patience, Requests.seenEpoch(call)));
    return Replies.later(answer, a -> reply(a, silent));
  }

  private static Reply reply(Answer answer, boolean silent) {
    String epoch = Long.toString(answer.epoch());
    try {
      Reply reply = Outcomes.reply(answer.outcome(), answer.epoch());
      return (silent ? Reply.noContent() : reply).with("Channel-Epoch", epoch);
    } catch (Problem problem) {
      throw problem.withHeader("Channel-Epoch", epoch);
    }
  }
}
