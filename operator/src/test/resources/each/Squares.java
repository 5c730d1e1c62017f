import dev.workerpool.worker.JoinableQueue;
import dev.workerpool.worker.Queue;
import java.util.stream.IntStream;

/** Squares the numbers from 1, in a loop of one request a number: put COUNT, work MILLIS, collect. */
class Squares {
  public static void main(String[] args) throws Exception {
    JoinableQueue<Integer> tasks = JoinableQueue.open("tasks", Integer.class);
    Queue<Object> results = Queue.open("results");
    if (args[0].equals("put")) {
      tasks.putAll(IntStream.rangeClosed(1, Integer.parseInt(args[1])).boxed().toList());
      tasks.shutdown(false);
    } else if (args[0].equals("work")) {
      tasks.each(number -> square(number, Long.parseLong(args[1])), results);
      System.out.println("over");
    } else {
      while (!results.empty()) {
        System.out.println(results.get());
      }
    }
  }

  static int square(int number, long millis) throws InterruptedException {
    System.out.println(number);
    Thread.sleep(millis);
    return number * number;
  }
}
