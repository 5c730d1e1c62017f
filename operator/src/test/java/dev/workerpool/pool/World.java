package dev.workerpool.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workerpool.api.BackoffGroup;
import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState;
import dev.workerpool.process.Source;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A cluster in memory that carries out plans for one pool, as faithfully as the planner can see.
 */
final class World implements Pods {
  WorkerPool pool;
  final Map<String, ObservedPod> pods = new LinkedHashMap<>();
  final List<PoolEvent> events = new ArrayList<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  ChannelView channel = ChannelView.unknown();
  Instant figuresAt;
  Optional<Problem> problem = Optional.empty();
  CreateOutcome refuse;
  RelayAsks relay = RelayAsks.NOBODY;
  boolean conflict;

  /** Whether the server drops status.backoff. */
  boolean olderDefinition;

  /** What the operator remembers of that. */
  List<BackoffGroup> dropped = List.of();

  int creates;
  int writes;

  World(String spec) {
    pool = Fixtures.pool(spec);
  }

  Plan plan() {
    return PoolPlanner.plan(
        new Observed(
            pool, List.copyOf(pods.values()), Set.of(), channel, problem, figuresAt, dropped, now));
  }

  /** Plans and carries out once. */
  Plan step() {
    var plan = plan();
    new PlanExecutor(this, relay, new WorkerPods(new PodSettings("u", "i", null)), BATCHES)
        .execute(pool, plan, this::write);
    return plan;
  }

  /** Plans and carries out until there is nothing more to do. */
  World settle() {
    for (int i = 0; i < 50; i++) {
      var plan = step();
      boolean quiet =
          plan.creates().isEmpty()
              && plan.stops().isEmpty()
              && plan.releases().isEmpty()
              && kept(plan().status()).equals(pool.getStatus())
              && plan.requeueAfter().filter(d -> d.compareTo(Duration.ofMillis(1)) <= 0).isEmpty();
      if (quiet) {
        return this;
      }
    }
    throw new AssertionError("never quiet: " + plan());
  }

  private boolean write(Plan plan) {
    if (conflict) {
      return false;
    }
    if (!plan.status().equals(pool.getStatus())) {
      writes++;
      pool.setStatus(kept(plan.status()));
      events.addAll(plan.events());
    }
    dropped = pool.getStatus().backoff().isEmpty() ? plan.status().backoff() : List.of();
    return true;
  }

  /** Through JSON, as everything that is remembered goes. */
  private WorkerPoolStatus kept(WorkerPoolStatus sent) {
    var json = Serialization.unmarshal(Serialization.asJson(sent), ObjectNode.class);
    if (olderDefinition) {
      json.remove("backoff");
    }
    return Serialization.unmarshal(json.toString(), WorkerPoolStatus.class);
  }

  void spec(String spec) {
    var next = Fixtures.pool(spec);
    next.getMetadata().setAnnotations(pool.getMetadata().getAnnotations());
    next.setStatus(pool.getStatus());
    next.getMetadata().setGeneration(pool.getMetadata().getGeneration() + 1);
    pool = next;
  }

  /** Sets an annotation, or takes it off with null. */
  World annotate(String name, String value) {
    var annotations = new LinkedHashMap<String, String>();
    if (pool.getMetadata().getAnnotations() != null) {
      annotations.putAll(pool.getMetadata().getAnnotations());
    }
    annotations.put(name, value);
    annotations.values().removeIf(v -> v == null);
    pool.getMetadata().setAnnotations(annotations);
    return settle();
  }

  /** Lets time pass. */
  World later(Duration time) {
    now = now.plus(time);
    return settle();
  }

  World run(String... keys) {
    for (String key : keys) {
      change(key, p -> state(p, new ProcessState.Started("Running", "")));
    }
    return settle();
  }

  World exit(String key, int code) {
    return exit(key, code, code == 0 ? "Completed" : "Error");
  }

  World exit(String key, int code, String reason) {
    var exit =
        new Exit(
            code,
            Source.SHIM,
            reason,
            now,
            false,
            Ended.of(new Exit(code, Source.SHIM, reason, now, false, false)).disrupted());
    change(key, p -> state(p, new ProcessState.Stopped(exit)));
    return settle();
  }

  static ObservedPod state(ObservedPod p, ProcessState state) {
    return new ObservedPod(
        p.ref(),
        p.key(),
        p.attempt(),
        state,
        p.held(),
        p.deleting(),
        true,
        p.stopReason(),
        p.killAt(),
        p.killing());
  }

  ObservedPod last(String key) {
    return pods.values().stream()
        .filter(p -> p.key().equals(key))
        .max((a, b) -> Integer.compare(a.attempt(), b.attempt()))
        .orElseThrow(() -> new AssertionError("no pod of " + key + " in " + pods.keySet()));
  }

  void change(String key, UnaryOperator<ObservedPod> change) {
    pods.computeIfPresent(last(key).ref().name(), (n, p) -> change.apply(p));
  }

  WorkerPoolStatus status() {
    return pool.getStatus();
  }

  String condition(String type) {
    return Conditions.find(status().conditions(), type)
        .map(c -> c.status() + " " + c.reason())
        .orElse("none");
  }

  List<String> alive() {
    return pods.values().stream().filter(ObservedPod::alive).map(p -> p.ref().name()).toList();
  }

  @Override
  public CreateOutcome create(Pod pod) {
    if (refuse != null) {
      return refuse;
    }
    var meta = pod.getMetadata();
    creates++;
    if (pods.containsKey(meta.getName())) {
      return new CreateOutcome.AlreadyOurs();
    }
    pods.put(
        meta.getName(),
        new ObservedPod(
            new PodRef(meta.getNamespace(), meta.getName(), "uid-" + creates),
            meta.getLabels().get(Labels.KEY),
            Integer.parseInt(meta.getLabels().get(Labels.ATTEMPT)),
            new ProcessState.Started("Starting", "", now),
            true,
            false,
            true,
            null,
            null,
            false));
    return new CreateOutcome.Created();
  }

  @Override
  public void delete(PodAction.Delete delete) {
    pods.computeIfPresent(
        delete.pod().name(),
        (n, p) ->
            p.alive() || p.held()
                ? new ObservedPod(
                    p.ref(),
                    p.key(),
                    p.attempt(),
                    p.state(),
                    p.held(),
                    true,
                    p.scheduled(),
                    delete.reason() == null ? p.stopReason() : delete.reason(),
                    p.killAt(),
                    p.killing() || delete.kill())
                : null);
  }

  @Override
  public void stamp(PodRef pod, String reason, Instant killAt) {
    pods.computeIfPresent(pod.name(), (n, p) -> p.stopping(reason, killAt));
  }

  @Override
  public void release(PodAction.Release release) {
    pods.computeIfPresent(
        release.pod().name(),
        (n, p) ->
            p.deleting()
                ? null
                : new ObservedPod(
                    p.ref(),
                    p.key(),
                    p.attempt(),
                    p.state(),
                    false,
                    false,
                    p.scheduled(),
                    p.stopReason(),
                    p.killAt(),
                    p.killing()));
  }

  static final PlanExecutor.Batches BATCHES =
      new PlanExecutor.Batches() {
        @Override
        public <T, R> List<R> each(List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
          var results = new ArrayList<R>();
          for (var item : items) {
            results.add(work.apply(item));
            if (stop.apply(results.get(results.size() - 1))) {
              break;
            }
          }
          return results;
        }
      };
}
