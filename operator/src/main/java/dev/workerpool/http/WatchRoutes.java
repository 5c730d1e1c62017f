package dev.workerpool.http;

import dev.workerpool.api.wire.ChannelProblem;
import dev.workerpool.api.wire.EventView;
import dev.workerpool.api.wire.WatchReply;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.relay.Callers;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.WatchPage;
import java.util.List;

/** The operator's one long poll. */
final class WatchRoutes {
  private WatchRoutes() {}

  static List<Route> of(Relay relay, Callers callers) {
    Endpoint watch =
        (call, caller) -> {
          requireServing(relay);
          return Replies.later(
              relay.watch(call.parameter("after").orElse(null), Requests.patience(call)),
              page -> Reply.json(200, WireJson.write(message(page))));
        };
    return List.of(new Route("GET", "/v1/watch", Guard.operator(callers), watch));
  }

  /** A relay that stands by knows the channels, but not what becomes of them. */
  private static void requireServing(Relay relay) {
    if (!relay.isServing()) {
      throw Problem.of(ProblemType.NOT_LEADER, "this relay stands by").withRetryAfter(1);
    }
  }

  private static WatchReply message(WatchPage page) {
    return new WatchReply(
        page.cursor(), page.channels().stream().map(WatchRoutes::channel).toList());
  }

  private static dev.workerpool.api.wire.ChannelView channel(ChannelView view) {
    ChannelView.Problem problem = view.problem();
    return new dev.workerpool.api.wire.ChannelView(
        view.channel().ref().namespace(),
        view.channel().ref().name(),
        view.channel().poolUid(),
        view.epoch(),
        view.queues().stream().map(Outcomes::stats).toList(),
        view.events().stream().map(e -> new EventView(e.name(), e.set())).toList(),
        problem == null ? null : new ChannelProblem(problem.reason(), problem.message()),
        view.gone(),
        view.idle());
  }
}
