package dev.workerpool.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * P10 and P12 to P14: what the worker's side costs, in local mode with durable files, and cycles of
 * put, get and ack by each SDK beside {@code multiprocessing.Manager().JoinableQueue}.
 */
public final class WorkersBench {
  private static final double IMPORT_MILLIS = 80;
  private static final double JAVA_START_MILLIS = 400;
  private static final double TASKS_PER_SECOND = 1500;
  private static final double IDLE_MEBIBYTES = 150;
  private static final double RERUN_SECONDS = 0.3;

  private final int rounds;
  private final Consumer<String> progress;

  /**
   * @param rounds of each; the median counts
   */
  public WorkersBench(int rounds, Consumer<String> progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /** Runs all; needs a {@code python3} on the PATH. */
  public Report run() throws IOException {
    var runs = new WorkerRuns(progress);
    var figures = new ArrayList<Figure>();
    figures.add(
        Figure.atMost("P10", "Python SDK: import", of(runs, Runs.IMPORT), IMPORT_MILLIS, " ms"));
    figures.add(javaStart(runs));
    figures.add(
        Figure.atLeast(
            "P12",
            "2,000 i*i by queues, 2 Python workers, an item a task: each()",
            of(runs, Runs.FANOUT),
            TASKS_PER_SECOND,
            " tasks/s"));
    figures.add(told("the same by get() and task_done()", of(runs, Runs.FANOUT_TWO), " tasks/s"));
    figures.add(told("the same by Pool.map(chunksize=1)", of(runs, Runs.POOL_SINGLE), " tasks/s"));
    figures.add(told("the same by Pool.map", of(runs, Runs.POOL_CHUNKED), " tasks/s"));
    figures.add(
        Figure.atMost(
            "P13",
            "idle memory with 2 Python workers (PSS, all processes)",
            of(runs, Runs.IDLE),
            IDLE_MEBIBYTES,
            " MiB"));
    figures.add(
        Figure.atMost(
            "P14",
            "worker killed in a task → the task starts again, local mode",
            of(runs, Runs.RERUN),
            RERUN_SECONDS,
            " s"));
    figures.add(told("put → get → ack, one Python process", of(runs, Runs.PYTHON), " cycles/s"));
    figures.add(told("put → get → ack, one Java process", of(runs, Runs.JAVA), " cycles/s"));
    figures.add(
        told(
            "the same by Manager().JoinableQueue, which keeps nothing",
            of(runs, Runs.MANAGER),
            " cycles/s"));
    return new Report("workerpool bench workers", Machine.described(), List.copyOf(figures));
  }

  private Figure javaStart(WorkerRuns runs) throws IOException {
    double millis = of(runs, Runs.JAVA_START);
    return Figure.atMost(
        "P10", "Java SDK: main → first put answered", millis, JAVA_START_MILLIS, " ms");
  }

  private static Figure told(String what, double value, String unit) {
    return Figure.told(what, Figure.number(value) + unit);
  }

  private double of(WorkerRuns runs, Runs wanted) throws IOException {
    var values = new ArrayList<Double>();
    while (values.size() < rounds) {
      Map<String, List<Double>> found = runs.of(wanted, values.size());
      values.add(Median.of(found.get(wanted.figure())));
    }
    return Median.of(values);
  }
}
