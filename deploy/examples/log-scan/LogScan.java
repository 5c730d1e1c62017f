import dev.workerpool.worker.Lease;
import dev.workerpool.worker.Process;
import dev.workerpool.worker.Queue;
import dev.workerpool.worker.QueueClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts what is in many log files: a part of a file is a task, its counts are a result. */
class LogScan {
  private static final Path LOGS = Path.of("logs");
  private static final int LINES = 150;
  private static final Pattern LINE =
      Pattern.compile("\\S+ \\S+ \\S+ \\[[^]]*] \"\\S+ (\\S+) [^\"]*\" (\\d{3}) (\\d+)");

  /** Lines from..to-1 of a file. */
  record Part(String file, int from, int to) {}

  record Counts(Part part, long bytes, Map<String, Integer> statuses, Map<String, Integer> paths) {}

  public static void main(String[] args) throws Exception {
    Queue<Part> parts = Queue.open("parts", Part.class);
    Queue<Counts> counts = Queue.open("counts", Counts.class);
    if (args[0].equals("main")) {
      List<Part> all = split();
      put(all, parts);
      merge(counts, all.size());
    } else {
      scan(parts, counts);
    }
  }

  static List<Part> split() throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Path file : files()) {
      int lines = Files.readAllLines(file).size();
      for (int from = 0; from < lines; from += LINES) {
        parts.add(new Part("" + file.getFileName(), from, Math.min(lines, from + LINES)));
      }
    }
    return parts;
  }

  static void put(List<Part> all, Queue<Part> parts) throws InterruptedException {
    try {
      parts.putAll(all);
      parts.shutdown(false); // nothing more comes: who finds it empty is told that it is closed
    } catch (QueueClosed before) {
      System.out.println("the parts were put before this process was started again");
    }
  }

  static void scan(Queue<Part> parts, Queue<Counts> counts) throws IOException, InterruptedException {
    while (true) {
      try (Lease<Part> lease = parts.lease()) {
        Counts found = count(lease.item());
        lease.ack(counts.then(found)); // the part is done and its counts are there, or neither
        System.out.println(Process.current().name() + ": " + lease.item());
      } catch (QueueClosed done) {
        return;
      }
    }
  }

  static Counts count(Part part) throws IOException {
    Map<String, Integer> statuses = new TreeMap<>();
    Map<String, Integer> paths = new TreeMap<>();
    long bytes = 0;
    for (String line : Files.readAllLines(LOGS.resolve(part.file)).subList(part.from, part.to)) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        paths.merge(fields.group(1), 1, Integer::sum);
        statuses.merge(fields.group(2), 1, Integer::sum);
        bytes += Long.parseLong(fields.group(3));
      }
    }
    return new Counts(part, bytes, statuses, paths);
  }

  /** Acks the counts when all are printed: killed before that, its successor gets all of them. */
  static void merge(Queue<Counts> counts, int number) throws InterruptedException {
    Map<Part, Counts> all = new HashMap<>();
    List<Lease<Counts>> leases = new ArrayList<>();
    while (all.size() < number) {
      Lease<Counts> lease = counts.lease();
      leases.add(lease);
      all.put(lease.item().part, lease.item());
    }
    print(all.values());
    for (Lease<Counts> lease : leases) {
      lease.ack();
    }
  }

  static void print(Collection<Counts> all) {
    Map<String, Integer> statuses = new TreeMap<>();
    Map<String, Integer> paths = new TreeMap<>();
    long bytes = 0;
    for (Counts some : all) {
      some.statuses.forEach((status, n) -> statuses.merge(status, n, Integer::sum));
      some.paths.forEach((path, n) -> paths.merge(path, n, Integer::sum));
      bytes += some.bytes;
    }
    System.out.println("statuses: " + statuses);
    paths.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(3)
        .forEach(path -> System.out.println("path " + path.getKey() + ": " + path.getValue()));
    System.out.println("bytes: " + bytes);
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(LOGS)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }
}
