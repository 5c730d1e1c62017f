package dev.workerpool.reconcile;

import dev.workerpool.api.EventStatus;
import dev.workerpool.api.QueueStatus;
import dev.workerpool.api.wire.QueueStats;
import dev.workerpool.api.wire.WatchReply;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.pool.ChannelView;
import dev.workerpool.pool.ChannelViews;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's one long poll on the relay, for what only the relay knows: figures of queues and
 * events, epochs, troubles. A short silence is nothing to talk about.
 */
public final class RelayWatch implements ChannelViews, Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RelayWatch.class);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = WAIT.plusSeconds(15);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private record Known(String namespace, String channel, ChannelView view) {}

  /** Has the pool of that namespace and name looked at. */
  public interface Wake {
    void pool(String namespace, String name);
  }

  private final String relayUrl;
  private final Path tokenFile;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<String, Known> byPoolUid = new ConcurrentHashMap<>();
  private volatile Wake wake = (namespace, name) -> {};
  private volatile Instant lastHeard;
  private volatile String trouble = "nothing was heard from it yet";
  private volatile boolean closed;
  private String cursor = "";

  public RelayWatch(String relayUrl, Path tokenFile, Clock clock) {
    this.relayUrl = relayUrl;
    this.tokenFile = tokenFile;
    this.clock = clock;
    this.lastHeard = clock.instant();
  }

  /** Who is told of changes. */
  public void onChange(Wake listener) {
    this.wake = listener;
  }

  @Override
  public ChannelView of(String poolUid) {
    var known = byPoolUid.get(poolUid);
    if (Duration.between(lastHeard, clock.instant()).compareTo(SILENCE) > 0) {
      return ChannelView.unreachable(
          "The relay at " + relayUrl + " does not answer: " + trouble + ". Is it running?");
    }
    return known == null ? ChannelView.unknown() : known.view();
  }

  /** Polls until it is closed or interrupted. */
  @Override
  public void run() {
    int failures = 0;
    while (!closed) {
      failures = poll() ? 0 : failures + 1;
      if (failures > 0 && !pause(failures)) {
        return;
      }
    }
  }

  private boolean pause(int failures) {
    var pause = Duration.ofMillis(250L << Math.min(failures, 8));
    try {
      Thread.sleep((pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One long poll; true when the relay answered it. */
  boolean poll() {
    try {
      var reply = http.send(request(), HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        return failed("status " + reply.statusCode() + " " + reply.body());
      }
      take(WireJson.read(reply.body(), WatchReply.class));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      return false;
    } catch (IOException | IllegalArgumentException e) {
      return failed(e.toString());
    }
  }

  private boolean failed(String why) {
    if (!why.equals(trouble)) {
      LOG.warn("the relay at {} did not answer: {}", relayUrl, why);
    }
    trouble = why;
    return false;
  }

  private HttpRequest request() throws IOException {
    String token = Files.readString(tokenFile).strip();
    String query =
        "after="
            + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
            + "&wait="
            + WAIT.toSeconds()
            + "s";
    return HttpRequest.newBuilder(URI.create(relayUrl + "/v1/watch?" + query))
        .header("Authorization", "Bearer " + token)
        .timeout(TIMEOUT)
        .GET()
        .build();
  }

  private void take(WatchReply reply) {
    lastHeard = clock.instant();
    trouble = "";
    cursor = reply.cursor();
    for (var channel : reply.channels()) {
      var known = new Known(channel.namespace(), channel.channel(), view(channel));
      var before =
          channel.gone()
              ? byPoolUid.remove(channel.poolUid())
              : byPoolUid.put(channel.poolUid(), known);
      if (!known.equals(before)) {
        wake.pool(channel.namespace(), channel.channel());
      }
    }
  }

  private static ChannelView view(dev.workerpool.api.wire.ChannelView wire) {
    var problem = wire.problem();
    return new ChannelView(
        true,
        wire.epoch() == 0 ? null : wire.epoch(),
        wire.queues().stream().map(RelayWatch::queue).toList(),
        wire.events().stream().map(e -> new EventStatus(e.name(), e.set())).toList(),
        Set.copyOf(wire.idle()),
        problem == null ? null : problem.reason(),
        problem == null ? null : problem.message());
  }

  private static QueueStatus queue(QueueStats stats) {
    return new QueueStatus(
        stats.name(),
        stats.ready(),
        stats.leased(),
        stats.unfinished(),
        stats.done(),
        stats.dead(),
        stats.oldestSince() == null ? null : stats.oldestSince().toString());
  }

  @Override
  public void close() {
    closed = true;
  }
}
