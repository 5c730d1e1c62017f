import dev.workerpool.worker.Event;
import dev.workerpool.worker.Queue;
import dev.workerpool.worker.QueueEmpty;
import dev.workerpool.worker.QueueFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class Program {
  private static final int MESSAGES = 2;
  private static final Duration SHORT = Duration.ofMillis(200);

  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "getter" -> getter(Queue.open("q", String.class));
      case "putter" -> putter(Queue.open("q", String.class));
      case "fast" -> fast(Queue.open("narrow", Integer.class));
      default -> slow(Queue.open("narrow", Integer.class));
    }
  }

  static void getter(Queue<String> q) throws InterruptedException {
    for (int got = 0; got < MESSAGES; Thread.sleep(1000)) {
      if (q.empty()) {
        System.out.println("queue is empty " + q.qsize());
        Event.open("looked").set();
      } else {
        System.out.println("get msg " + q.get());
        got++;
      }
    }
  }

  static void putter(Queue<String> q) throws InterruptedException {
    Event.open("looked").await(); // pods start when they can; A is to see the queue empty
    for (int i = 0; i < MESSAGES; i++) {
      Thread.sleep(3000);
      q.put("hello world");
      System.out.println("put; queue size " + q.qsize());
    }
  }

  static void fast(Queue<Integer> narrow) throws InterruptedException {
    for (int n = 0; n < 5; n++) {
      narrow.put(n);
    }
    try {
      narrow.put(-1, SHORT);
    } catch (QueueFull full) {
      System.out.println("Full at " + narrow.qsize() + " " + narrow.full());
    }
    Event.open("full").set();
    long largest = 0;
    for (int n = 5; n < 20; n++) {
      narrow.put(n); // waits for room
      largest = Math.max(largest, narrow.qsize());
    }
    System.out.println("largest size seen: " + (largest <= 5 ? "5 or less" : largest));
    narrow.put(null);
  }

  static void slow(Queue<Integer> narrow) throws InterruptedException {
    Event.open("full").await();
    List<Integer> got = new ArrayList<>();
    for (Integer n = narrow.get(); n != null; n = narrow.get()) {
      got.add(n);
      Thread.sleep(20);
    }
    System.out.println("in order: " + got.equals(IntStream.range(0, 20).boxed().toList()));
    try {
      narrow.get(SHORT);
    } catch (QueueEmpty empty) {
      System.out.println("Empty");
    }
  }
}
