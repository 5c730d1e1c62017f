package dev.workerpool.http;

import static org.awaitility.Awaitility.await;

import dev.workerpool.channel.Declaration;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** A real relay behind a real server, with one channel, over a store in memory. */
final class RelayInTest implements AutoCloseable {
  private static final PoolChannel CHANNEL =
      new PoolChannel(new ChannelRef("default", "consumers"), "u1");

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final AtomicInteger identified = new AtomicInteger();
  private final HeapStore store = new HeapStore();
  private final ChannelRelay relay =
      new ChannelRelay(store, RelayRuntime.real(threads, threads), RelaySettings.DEFAULT);
  private final RelayServer server =
      RelayServer.of("127.0.0.1", 0, relay, this::identify, new PrometheusMetrics(), () -> true);
  private final Http http;

  RelayInTest(Declaration declared) {
    relay.own(CHANNEL, declared, 0);
    relay.start();
    server.start();
    http = new Http(server.port());
    await().until(() -> http.get("/queues").statusCode() == 200);
  }

  private CompletionStage<Caller> identify(String token) {
    identified.incrementAndGet();
    return new FakeCallers().identify(token);
  }

  /** How many requests have come so far, and gone on to the relay. */
  int identified() {
    return identified.get();
  }

  int port() {
    return server.port();
  }

  Http http() {
    return http;
  }

  /**
   * @param token null: none is sent
   * @param path below the channel
   */
  HttpResponse<String> as(String token, String method, String path, String body) {
    HttpRequest.Builder request = http.request(Http.BASE + path).method(method, Http.text(body));
    return http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
  }

  /** The pool is deleted. */
  void gone() {
    relay.gone(CHANNEL);
  }

  /** All that is durable. */
  String stored() {
    return store.text();
  }

  @Override
  public void close() {
    server.close();
    relay.stop().toCompletableFuture().join();
    threads.shutdown();
  }
}
