import dev.workerpool.worker.Event;
import dev.workerpool.worker.Lease;
import dev.workerpool.worker.Process;
import dev.workerpool.worker.Queue;
import dev.workerpool.worker.QueueClosed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;

/** A map over many inputs: ordered results, errors with their stack trace, a worker that is killed. */
class Program {
  /** answers: where the result goes; a queue that main has made, without a name of ours. */
  record Task(String function, int index, int n, Queue<Result> answers) {}

  record Result(int index, Integer value, String error) {}

  public static void main(String[] args) throws Exception {
    Queue<Task> tasks = Queue.open("tasks", Task.class);
    if (args.length == 0) {
      work(tasks);
      return;
    }
    try (Queue<Result> answers = Queue.create(0, Result.class)) {
      Result[] squares = map("square", 100, tasks, answers);
      boolean ordered = IntStream.range(0, 100).allMatch(n -> squares[n].value == n * n);
      System.out.println("map: " + squares[2].value + " " + squares[3].value + ", in order: " + ordered);
      String error = map("fragile", 5, tasks, answers)[3].error;
      System.out.println("error: " + error.lines().findFirst().orElse(""));
      System.out.println("with the worker's trace: " + error.contains("at Program.fragile"));
      Result[] killed = map("killer", 10, tasks, answers);
      System.out.println("killed: " + List.of(killed).stream().map(Result::value).toList());
    }
    tasks.shutdown(false); // the workers' work is over: they exit with 0
  }

  static Result[] map(String function, int number, Queue<Task> tasks, Queue<Result> answers)
      throws InterruptedException {
    tasks.putAll(
        IntStream.range(0, number).mapToObj(n -> new Task(function, n, n, answers)).toList());
    Result[] results = new Result[number];
    for (int i = 0; i < number; i++) {
      Result result = answers.get();
      results[result.index] = result;
    }
    return results;
  }

  static void work(Queue<Task> tasks) throws Exception {
    while (true) {
      try (Lease<Task> lease = tasks.lease()) {
        Task task = lease.item();
        Result result;
        try {
          result = new Result(task.index, apply(task), null);
        } catch (RuntimeException e) {
          StringWriter trace = new StringWriter();
          e.printStackTrace(new PrintWriter(trace));
          result = new Result(task.index, null, trace.toString());
        }
        lease.ack(task.answers.then(result)); // once, also when this worker is killed before or after
      } catch (QueueClosed over) {
        return;
      }
    }
  }

  static int apply(Task task) throws Exception {
    return switch (task.function) {
      case "square" -> task.n * task.n;
      case "fragile" -> fragile(task.n);
      default -> killer(task.n);
    };
  }

  static int fragile(int n) {
    if (n == 3) {
      throw new IllegalArgumentException("no " + n + ", please");
    }
    return n;
  }

  static int killer(int n) throws Exception {
    Event killed = Event.open("killed");
    if (n == 5 && !killed.isSet()) {
      killed.set();
      new ProcessBuilder("sh", "-c", "kill -9 " + Process.current().pid()).start().waitFor();
    }
    return n;
  }
}
