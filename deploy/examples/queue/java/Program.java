import dev.workerpool.worker.Queue;
import java.util.Arrays;

class Program {
  public static void main(String[] args) throws InterruptedException {
    Queue<Object> q = Queue.open("q");
    if (args.length > 0) {
      System.out.println(q.get()); // prints [42, null, hello]
    } else {
      q.put(Arrays.asList(42, null, "hello"));
    }
  }
}
