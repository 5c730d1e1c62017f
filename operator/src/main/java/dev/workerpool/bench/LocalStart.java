package dev.workerpool.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** P9: from the command to the first print of a process, and to the end, in local mode. */
final class LocalStart {
  private static final double OWN_SECONDS = 1;
  private static final double FIRST_GOAL = 1.5;
  private static final double REST_GOAL = 2;
  private static final double NANOS = 1e9;
  private static final String POOL =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata: {name: create}
      spec:
        replicas: 5
        template:
          spec:
            containers:
            - name: worker
              image: workerpool.dev/worker-java:0.1.0
              command: [sh, -c, 'echo hello from $WORKERPOOL_PROCESS; sleep 1']
      """;

  private final Path launcher;
  private final Consumer<String> progress;

  private record Times(double firstPrint, double whole) {}

  /** With a null launcher the jar is started by java itself. */
  LocalStart(Path launcher, Consumer<String> progress) {
    this.launcher = launcher;
    this.progress = progress;
  }

  List<Figure> figures(int rounds) throws IOException {
    Path folder = Files.createTempDirectory("workerpool-bench");
    try {
      Files.writeString(folder.resolve("pool.yaml"), POOL);
      var first = new ArrayList<Double>();
      var rest = new ArrayList<Double>();
      for (int i = 0; i < rounds; i++) {
        Times times = run(folder);
        first.add(times.firstPrint());
        rest.add(times.whole() - OWN_SECONDS);
        progress.accept("run: first print after " + Figure.number(times.firstPrint()) + " s");
      }
      return List.of(
          Figure.atMost(
              "P9", "run of 5 processes: typed → first print", Median.of(first), FIRST_GOAL, " s"),
          Figure.atMost(
              "P9", "the same: all done, less their own 1 s", Median.of(rest), REST_GOAL, " s"));
    } finally {
      delete(folder);
    }
  }

  private Times run(Path folder) throws IOException {
    List<String> command =
        launcher == null
            ? Self.java(List.of(), "run", folder.toString())
            : List.of(launcher.toString(), "run", folder.toString());
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    double firstPrint = Double.NaN;
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (Double.isNaN(firstPrint) && line.contains("hello from")) {
          firstPrint = since(start);
        }
      }
    }
    int status = process.onExit().join().exitValue();
    if (status != 0 || Double.isNaN(firstPrint)) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
    }
    return new Times(firstPrint, since(start));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / NANOS;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
