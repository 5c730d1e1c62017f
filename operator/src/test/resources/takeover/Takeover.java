import dev.workerpool.worker.Event;
import dev.workerpool.worker.JoinableQueue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A producer and a consumer that go on whatever becomes of the relay, and say what they saw. */
class Takeover {
  private static final JoinableQueue<Integer> TASKS = JoinableQueue.open("tasks", Integer.class);

  public static void main(String[] args) throws InterruptedException {
    if (args[0].equals("producer")) {
      produce(Event.open("enough"));
    } else {
      consume();
    }
  }

  private static void produce(Event enough) throws InterruptedException {
    int number = 0;
    while (!enough.isSet()) {
      TASKS.put(++number);
      Thread.sleep(50);
    }
    TASKS.put(null);
    System.out.println("put " + number);
  }

  private static void consume() throws InterruptedException {
    List<Integer> seen = new ArrayList<>();
    long last = System.nanoTime();
    long worst = 0;
    for (Integer number = TASKS.get(); number != null; number = TASKS.get()) {
      long now = System.nanoTime();
      worst = seen.isEmpty() ? 0 : Math.max(worst, now - last);
      last = now;
      seen.add(number);
      TASKS.taskDone();
      if (seen.size() % 10 == 0) {
        System.out.printf("got %d, worst gap %.1f s%n", seen.size(), worst / 1e9);
        worst = 0;
      }
    }
    TASKS.taskDone();
    int different = new HashSet<>(seen).size();
    int most = seen.stream().mapToInt(n -> n).max().orElse(0);
    System.out.println("doubled " + (seen.size() - different) + " missing " + (most - different));
    System.exit(different == seen.size() && most == different ? 0 : 1);
  }
}
