package dev.workerpool.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs pools in local mode as the launcher does, and reads the figures that they print. */
final class WorkerRuns {
  /** The launcher's, but for the archive of classes and its silence: a test compares them. */
  static final List<String> QUICK =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:Tier0InvokeNotifyFreqLog=5",
          "-XX:Tier3InvocationThreshold=40",
          "-XX:Tier3MinInvocationThreshold=20",
          "-XX:Tier3CompileThreshold=80",
          "-XX:+UseSerialGC",
          "-Xmn12m");

  private static final Pattern FIGURE = Pattern.compile("FIGURE (\\S+) ([-+.\\deE]+)");

  private final Consumer<String> progress;
  private final Map<Runs, List<Map<String, List<Double>>>> done = new HashMap<>();

  WorkerRuns(Consumer<String> progress) {
    this.progress = progress;
  }

  /** What the run of that number printed, by name; figures of one run are measured together. */
  Map<String, List<Double>> of(Runs wanted, int round) throws IOException {
    var rounds = done.computeIfAbsent(wanted.source(), r -> new ArrayList<>());
    while (rounds.size() <= round) {
      rounds.add(run(wanted.source()));
    }
    return rounds.get(round);
  }

  private Map<String, List<Double>> run(Runs wanted) throws IOException {
    Path folder = Files.createTempDirectory("workerpool-bench");
    try {
      Files.writeString(folder.resolve("pool.yaml"), wanted.pool());
      unpack("workers.py", folder.resolve("workers.py"));
      unpack("Workers.java.txt", folder.resolve("Workers.java"));
      return figures(wanted, folder);
    } finally {
      delete(folder);
    }
  }

  private Map<String, List<Double>> figures(Runs wanted, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(Self.java(QUICK, "run", folder.toString(), "--timeout", "120s"))
            .redirectErrorStream(true)
            .start();
    var figures = new HashMap<String, List<Double>>();
    var said = new StringBuilder();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        Matcher figure = FIGURE.matcher(line);
        if (figure.find()) {
          double value =
              figure.group(1).equals(Runs.IDLE.figure())
                  ? Memory.mebibytes(process.toHandle())
                  : Double.parseDouble(figure.group(2));
          figures.computeIfAbsent(figure.group(1), name -> new ArrayList<>()).add(value);
          progress.accept(figure.group(1) + ": " + Figure.number(value));
        }
      }
    }
    if (process.onExit().join().exitValue() != 0 || !figures.containsKey(wanted.figure())) {
      throw new IllegalStateException("the pool for " + wanted.figure() + " failed:\n" + said);
    }
    return figures;
  }

  private static void unpack(String resource, Path target) throws IOException {
    try (InputStream in = WorkerRuns.class.getResourceAsStream(resource)) {
      Files.copy(in, target);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
