package dev.workerpool.pool;

import dev.workerpool.api.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries a plan out in the order that keeps its promises: creates and deletes, then the status,
 * and only when that was written the releases and events. Wherever it stops, the next plan goes on.
 */
public final class PlanExecutor {

  /** How to do many things: one after the other, or a few at a time. The edge knows. */
  public interface Batches {
    /**
     * Does the work for the items, in about their order. May stop early after a result that the
     * stop function names, and at a number that it thinks enough; the rest is left for another
     * time.
     */
    <T, R> List<R> each(List<T> items, Function<T, R> work, Function<R, Boolean> stop);
  }

  /** Where the status is written. */
  public interface StatusWriter {
    /** Writes it, unless it is there already. False: somebody else was faster, so plan again. */
    boolean write(Plan plan);
  }

  /**
   * What came of it.
   *
   * @param written whether the status was written, without which nothing is released
   * @param refusal the first create that failed, if one did
   * @param created pods that exist now and will be seen soon, by name
   * @param done what the server has of the stops and releases
   * @param unfinished whether something was left for another time
   */
  public record Result(
      boolean written,
      Optional<CreateOutcome> refusal,
      List<String> created,
      List<PodAction> done,
      boolean unfinished) {}

  private record Attempt(String name, CreateOutcome outcome) {
    boolean exists() {
      return outcome instanceof CreateOutcome.Created
          || outcome instanceof CreateOutcome.AlreadyOurs;
    }

    /** A taken name is one process's trouble, what else can go wrong would meet the others too. */
    boolean stops() {
      return !exists() && !(outcome instanceof CreateOutcome.NameTaken);
    }
  }

  private final Pods pods;
  private final RelayAsks relay;
  private final WorkerPods workerPods;
  private final Batches batches;

  public PlanExecutor(Pods pods, RelayAsks relay, WorkerPods workerPods, Batches batches) {
    this.pods = pods;
    this.relay = relay;
    this.workerPods = workerPods;
    this.batches = batches;
  }

  /** Carries the plan for that pool out. */
  public Result execute(WorkerPool pool, Plan plan, StatusWriter status) {
    var done = new ArrayList<>(batches.each(plan.stops(), s -> stop(pool, s), s -> false));
    int stopped = done.size();
    retire(pool, done);
    var attempts = batches.each(plan.creates(), c -> create(pool, c), Attempt::stops);
    boolean written = status.write(plan);
    var releases = written ? plan.releases() : List.<PodAction.Release>of();
    var released = batches.each(releases, this::release, r -> false);
    done.addAll(released);
    return new Result(
        written,
        attempts.stream().filter(a -> !a.exists()).map(Attempt::outcome).findFirst(),
        attempts.stream().filter(Attempt::exists).map(Attempt::name).toList(),
        done,
        attempts.size() < plan.creates().size()
            || stopped < plan.stops().size()
            || released.size() < releases.size());
  }

  private Attempt create(WorkerPool pool, PodAction.Create create) {
    var pod = workerPods.render(pool, create);
    return new Attempt(pod.getMetadata().getName(), pods.create(pod));
  }

  private PodAction stop(WorkerPool pool, PodAction stop) {
    if (stop instanceof PodAction.Delete delete) {
      pods.delete(delete);
    } else if (stop instanceof PodAction.Retire retire) {
      pods.stamp(retire.pod(), Ended.SCALED_DOWN, null);
    } else if (stop instanceof PodAction.Kill kill) {
      pods.stamp(kill.pod(), Ended.KILLED, kill.deleteAt());
      if (relay.kill(pool, kill.pod().uid()) == 0) {
        pods.delete(new PodAction.Delete(kill.pod(), null, true));
      }
    }
    return stop;
  }

  /** Deletes those of the retired that hold no item: they will get none any more. */
  private void retire(WorkerPool pool, List<PodAction> done) {
    var retired = new ArrayList<PodRef>();
    for (var action : done) {
      if (action instanceof PodAction.Retire retire) {
        retired.add(retire.pod());
      }
    }
    if (retired.isEmpty()) {
      return;
    }
    var busy = relay.retire(pool, retired.stream().map(PodRef::uid).toList());
    List<PodAction.Delete> deletes =
        retired.stream()
            .filter(pod -> !busy.contains(pod.uid()))
            .map(pod -> new PodAction.Delete(pod, null))
            .toList();
    done.addAll(batches.each(deletes, d -> stop(pool, d), d -> false));
  }

  private PodAction release(PodAction.Release release) {
    pods.release(release);
    return release;
  }
}
