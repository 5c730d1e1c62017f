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
   * @param done deletes and releases that the server has
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
  private final WorkerPods workerPods;
  private final Batches batches;

  public PlanExecutor(Pods pods, WorkerPods workerPods, Batches batches) {
    this.pods = pods;
    this.workerPods = workerPods;
    this.batches = batches;
  }

  /** Carries the plan for that pool out. */
  public Result execute(WorkerPool pool, Plan plan, StatusWriter status) {
    var done = new ArrayList<>(batches.each(plan.deletes(), this::delete, d -> false));
    var attempts = batches.each(plan.creates(), c -> create(pool, c), Attempt::stops);
    boolean written = status.write(plan);
    var releases = written ? plan.releases() : List.<PodAction.Release>of();
    done.addAll(batches.each(releases, this::release, r -> false));
    return new Result(
        written,
        attempts.stream().filter(a -> !a.exists()).map(Attempt::outcome).findFirst(),
        attempts.stream().filter(Attempt::exists).map(Attempt::name).toList(),
        done,
        attempts.size() < plan.creates().size()
            || done.size() < plan.deletes().size() + releases.size());
  }

  private Attempt create(WorkerPool pool, PodAction.Create create) {
    var pod = workerPods.render(pool, create);
    return new Attempt(pod.getMetadata().getName(), pods.create(pod));
  }

  private PodAction delete(PodAction.Delete delete) {
    pods.delete(delete);
    return delete;
  }

  private PodAction release(PodAction.Release release) {
    pods.release(release);
    return release;
  }
}
