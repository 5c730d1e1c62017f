import dev.workerpool.worker.Process;
import dev.workerpool.worker.Queue;

class Program {
  record Fancy(String name) {
    void doSomething() {
      System.out.println(
          "Doing something fancy in " + Process.current().name() + " for " + name + "!");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    try (Queue<Fancy> queue = Queue.open("queue", Fancy.class)) {
      if (args.length > 0) {
        queue.put(new Fancy("Fancy Dan")); // returns when the channel has it
      } else {
        queue.get().doSomething();
      }
    }
  }
}
