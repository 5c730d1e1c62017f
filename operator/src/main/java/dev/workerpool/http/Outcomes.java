package dev.workerpool.http;

import dev.workerpool.api.wire.DeadItem;
import dev.workerpool.api.wire.DeadReply;
import dev.workerpool.api.wire.Empty;
import dev.workerpool.api.wire.EventStats;
import dev.workerpool.api.wire.HeartbeatReply;
import dev.workerpool.api.wire.JoinReply;
import dev.workerpool.api.wire.PurgeReply;
import dev.workerpool.api.wire.PutReply;
import dev.workerpool.api.wire.QueueStats;
import dev.workerpool.api.wire.QueuesReply;
import dev.workerpool.api.wire.RawJson;
import dev.workerpool.api.wire.RedriveReply;
import dev.workerpool.api.wire.SessionReply;
import dev.workerpool.api.wire.TakeReply;
import dev.workerpool.api.wire.TakenItem;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Body;
import dev.workerpool.channel.DeadLetter;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.Outcome;
import java.util.List;

/** From what an operation came to, to what is sent back. */
final class Outcomes {
  /** How often a session tells what it holds. */
  private static final int HEARTBEAT_SECONDS = 5;

  private static final int RETRY_AFTER_SECONDS = 1;

  private Outcomes() {}

  /**
   * @throws Problem for a refusal
   */
  static Reply reply(Outcome outcome, long epoch) {
    if (outcome instanceof Outcome.Refusal refusal) {
      throw problem(refusal, epoch);
    } else if (outcome instanceof Outcome.Done) {
      return ok(new Empty());
    } else if (outcome instanceof Outcome.SessionOpened o) {
      return json(201, new SessionReply(o.session(), HEARTBEAT_SECONDS, epoch, o.unknown()));
    } else if (outcome instanceof Outcome.Alive o) {
      return ok(new HeartbeatReply(o.unknown(), o.kill() ? true : null));
    } else if (outcome instanceof Outcome.QueueMade o) {
      return json(o.created() ? 201 : 200, new Empty());
    } else if (outcome instanceof Outcome.Stored o) {
      return json(o.duplicate() ? 200 : 201, new PutReply(o.duplicate()));
    } else if (outcome instanceof Outcome.Empty) {
      return Reply.noContent();
    } else if (outcome instanceof Outcome.Taken o) {
      return ok(items(o.items()));
    }
    return figures(outcome);
  }

  private static Reply figures(Outcome outcome) {
    if (outcome instanceof Outcome.Peeked o) {
      return ok(items(o.items()));
    } else if (outcome instanceof Outcome.Purged o) {
      return ok(new PurgeReply(o.items()));
    } else if (outcome instanceof Outcome.Redriven o) {
      return ok(new RedriveReply(o.items()));
    } else if (outcome instanceof Outcome.DeadLetters o) {
      return ok(new DeadReply(o.items().stream().map(Outcomes::dead).toList()));
    } else if (outcome instanceof Outcome.StatsOf o) {
      return ok(stats(o.stats()));
    } else if (outcome instanceof Outcome.Listed o) {
      return ok(
          new QueuesReply(
              o.queues().stream().map(Outcomes::stats).toList(),
              o.events().stream().map(Outcomes::event).toList()));
    } else if (outcome instanceof Outcome.Unfinished o) {
      return ok(new JoinReply(o.items()));
    } else if (outcome instanceof Outcome.EventIs o) {
      return json(o.created() ? 201 : 200, event(o.value()));
    }
    Object message = PrimitiveOutcomes.message(outcome);
    if (message != null) {
      return ok(message);
    }
    throw new IllegalStateException("no reply for " + outcome.getClass().getSimpleName());
  }

  static QueueStats stats(dev.workerpool.channel.QueueStats q) {
    return new QueueStats(
        q.name(),
        q.maxSize(),
        q.ready(),
        q.leased(),
        q.unfinished(),
        q.done(),
        q.dead(),
        q.closed() == null ? null : q.closed().wire(),
        q.oldestSince(),
        q.rules().order().wire(),
        q.delayed(),
        q.bytes(),
        q.rules().maxDeliveries());
  }

  private static Problem problem(Outcome.Refusal refusal, long epoch) {
    ProblemType type = ProblemType.of(refusal.getClass());
    Problem problem = Problem.of(type, refusal.detail());
    if (type.status == 429 || type.status == 503) {
      problem =
          problem.withRetryAfter(
              refusal instanceof Outcome.Overloaded overloaded
                  ? overloaded.seconds()
                  : RETRY_AFTER_SECONDS);
    }
    if (refusal instanceof Outcome.LeaseLost lost) {
      problem = problem.withLeases(lost.leases(), lost.gone());
    } else if (refusal instanceof Outcome.SequenceGap gap) {
      problem = problem.withExpected(gap.expected());
    }
    return type.status == 503 && epoch > 0 ? problem.withEpoch(epoch) : problem;
  }

  private static EventStats event(EventValue value) {
    return new EventStats(value.name(), value.set(), value.count());
  }

  private static TakeReply items(List<Delivery> deliveries) {
    return new TakeReply(deliveries.stream().map(Outcomes::item).toList());
  }

  private static TakenItem item(Delivery d) {
    Body body = d.body();
    return new TakenItem(
        d.id(),
        d.lease(),
        d.deliveries(),
        d.enqueuedAt(),
        body.json() ? new RawJson(body.text()) : null,
        body.json() ? null : body.text(),
        body.json() ? null : body.contentType());
  }

  private static DeadItem dead(DeadLetter d) {
    Body body = d.body();
    return new DeadItem(
        d.id(),
        d.deliveries(),
        d.enqueuedAt(),
        d.diedAt(),
        d.reason(),
        d.exitCode(),
        body.json() ? new RawJson(body.text()) : null,
        body.json() ? null : body.text(),
        body.json() ? null : body.contentType());
  }

  private static Reply ok(Object message) {
    return json(200, message);
  }

  private static Reply json(int status, Object message) {
    return Reply.json(status, WireJson.write(message));
  }
}
