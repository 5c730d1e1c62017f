import dev.workerpool.worker.Queue;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class Program {
  private static final Object LOCK = new Object();
  private static final AtomicBoolean EXIT = new AtomicBoolean();

  public static void main(String[] args) throws InterruptedException {
    Queue<String> queue = Queue.create(10, String.class); // has no name: gone with this process
    List<Thread> threads =
        List.of("Thread-1", "Thread-2", "Thread-3").stream()
            .map(name -> new Thread(() -> process(name, queue), name))
            .toList();
    queue.putAll(List.of("One", "Two", "Three", "Four", "Five"));
    threads.forEach(Thread::start);
    while (!queue.empty()) {
      Thread.sleep(50);
    }
    EXIT.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("Exiting Main Thread");
  }

  static void process(String name, Queue<String> queue) {
    System.out.println("Starting " + name);
    try {
      while (!EXIT.get()) {
        String data = null;
        synchronized (LOCK) {
          if (!queue.empty()) {
            data = queue.get();
          }
        }
        if (data != null) {
          System.out.println(name + " processing " + data);
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.println("Exiting " + name);
  }
}
