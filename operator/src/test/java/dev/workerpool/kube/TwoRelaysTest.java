package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Body;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import dev.workerpool.relay.Submission;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.HybridSettings;
import dev.workerpool.relay.hybrid.HybridStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two relays that both think they serve, on one ConfigMap, each taking it back again and again:
 * what either has acknowledged is there, once and in order.
 */
@EnableKubernetesMockClient(crud = true)
class TwoRelaysTest {
  private static final int PUTS = 60;
  private static final RelaySettings IMPATIENT =
      new RelaySettings(
          Duration.ofMillis(1),
          Duration.ofMillis(50),
          Duration.ofMillis(10),
          1000,
          256 * 1024,
          1000,
          1 << 20);

  KubernetesClient client;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
  private PoolChannel channel;

  /** As every client does: without it, who was deposed may refuse by what it knew. */
  private long seenEpoch;

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void bothServing_nothingAcknowledgedIsLostOrDoubled() {
    WorkerPool pool = new WorkerPool();
    pool.getMetadata().setName("consumers");
    pool.getMetadata().setNamespace("default");
    String uid = client.resource(pool).create().getMetadata().getUid();
    channel = Heads.channel("default", "consumers", uid);
    Relay a = relay();
    Relay b = relay();
    for (int n = 1; n <= PUTS; n++) {
      put(n, a, b);
    }
    b.stop().toCompletableFuture().join();
    assertThat(numbers(a)).isEqualTo(IntStream.rangeClosed(1, PUTS).boxed().toList());
    assertThat(epoch(a)).as("epochs show that they fought").isGreaterThan(3);
    a.stop().toCompletableFuture().join();
  }

  private Relay relay() {
    RelayRuntime runtime = RelayRuntime.real(threads, threads);
    var store =
        new HybridStore(
            new KubeConfigMaps(client, client, threads),
            runtime,
            HybridSettings.DEFAULT,
            new WriteBudget(WriteBudget.DEFAULT_BYTES, runtime.clock()));
    Relay relay = new ChannelRelay(store, runtime, IMPATIENT);
    relay.own(
        channel, new Declaration(List.of(new Declaration.DeclaredQueue("tasks", 0)), List.of()), 0);
    relay.start();
    return relay;
  }

  /** Until one of them acknowledges it; each in turn, so that both write all the time. */
  private void put(int n, Relay... relays) {
    Operation put =
        new Operation.Put(
            "tasks", new Operation.Sequence("p", n), List.of(Body.json(Integer.toString(n))));
    for (int attempt = 0; ; attempt++) {
      Outcome outcome = ask(relays[(n + attempt) % relays.length], put);
      if (outcome instanceof Outcome.Stored) {
        return;
      }
      assertThat(outcome)
          .isInstanceOfAny(
              Outcome.NotLeader.class,
              Outcome.Recovering.class,
              Outcome.OutcomeUnknown.class,
              Outcome.Overloaded.class);
    }
  }

  private List<Integer> numbers(Relay relay) {
    Outcome outcome = ask(relay, new Operation.Peek("tasks", 1000));
    while (!(outcome instanceof Outcome.Peeked)) {
      outcome = ask(relay, new Operation.Peek("tasks", 1000));
    }
    return ((Outcome.Peeked) outcome)
        .items().stream().map(Delivery::body).map(Body::text).map(Integer::valueOf).toList();
  }

  private long epoch(Relay relay) {
    return submit(relay, new Operation.ListAll()).epoch();
  }

  private Outcome ask(Relay relay, Operation operation) {
    return submit(relay, operation).outcome();
  }

  private Answer submit(Relay relay, Operation operation) {
    Caller worker = new Caller.Worker("default", "consumers", "consumers", "pod-1");
    Answer answer =
        relay
            .submit(
                new Submission(channel.ref(), worker, operation, Duration.ofSeconds(1), seenEpoch))
            .join();
    seenEpoch = Math.max(seenEpoch, answer.epoch());
    return answer;
  }
}
