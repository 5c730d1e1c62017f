import dev.workerpool.worker.JoinableQueue;
import dev.workerpool.worker.Process;
import dev.workerpool.worker.Queue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Tasks through a JoinableQueue to several consumers, their results through a Queue to main. */
class Consumers {
  private static final int TASKS = 10;

  /** Multiplies; takes its time, as real work does. */
  record Task(int a, int b) {
    String run(Duration time) throws InterruptedException {
      Thread.sleep(time.toMillis());
      return a + " * " + b + " = " + a * b;
    }

    @Override
    public String toString() {
      return a + " * " + b;
    }
  }

  public static void main(String[] args) throws InterruptedException {
    JoinableQueue<Task> tasks = JoinableQueue.open("tasks", Task.class);
    Queue<String> results = Queue.open("results", String.class);
    if (args[0].equals("main")) {
      produce(tasks, results, Integer.parseInt(args[1]));
    } else {
      consume(tasks, results);
    }
  }

  static void produce(JoinableQueue<Task> tasks, Queue<String> results, int consumers)
      throws InterruptedException {
    System.out.println("Creating " + TASKS + " tasks for " + consumers + " consumers");
    for (int i = 0; i < TASKS; i++) {
      tasks.put(new Task(i, i));
    }
    for (int i = 0; i < consumers; i++) {
      tasks.put(null); // a poison pill for each
    }
    tasks.join();
    // A consumer that died between a result and its taskDone has put that result twice.
    Set<String> seen = new HashSet<>();
    while (seen.size() < TASKS) {
      String result = results.get();
      if (seen.add(result)) {
        System.out.println("Result: " + result);
      }
    }
  }

  static void consume(JoinableQueue<Task> tasks, Queue<String> results)
      throws InterruptedException {
    String name = Process.current().name();
    double seconds = Double.parseDouble(System.getenv("TASK_SECONDS"));
    Duration time = Duration.ofMillis((long) (seconds * 1000));
    for (Task task = tasks.get(); task != null; task = tasks.get()) {
      System.out.println(name + ": " + task);
      results.put(task.run(time)); // before taskDone: killed in between, we lose nothing
      tasks.taskDone();
    }
    tasks.taskDone();
    System.out.println(name + ": Exiting");
  }
}
