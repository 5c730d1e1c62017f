import dev.workerpool.worker.Event;
import dev.workerpool.worker.JoinableQueue;
import dev.workerpool.worker.PriorityQueue;
import dev.workerpool.worker.Process;
import dev.workerpool.worker.QueueEmpty;
import java.time.Duration;

class Program {
  private static final String[] WORDS = {"Three", "One", "Five", "Two", "Four"};
  private static final int[] NUMBERS = {3, 1, 5, 2, 4};

  record Word(int number, String text) {}

  public static void main(String[] args) throws InterruptedException {
    Event filled = Event.open("filled");
    Event exit = Event.open("exit");
    JoinableQueue<Word> words = JoinableQueue.open("words", Word.class);
    if (args.length > 0) {
      PriorityQueue<Word> sorted = PriorityQueue.open("words", Word.class);
      for (int i = 0; i < WORDS.length; i++) {
        sorted.put(new Word(NUMBERS[i], WORDS[i]), NUMBERS[i]);
      }
      filled.set();
      words.join();
      exit.set();
      System.out.println("Exiting main");
      return;
    }
    String name = Process.current().name();
    filled.await();
    while (!exit.isSet()) {
      try {
        Word word = words.get(Duration.ofMillis(200));
        System.out.println(word.number + " " + name + " processing " + word.text);
        words.taskDone();
      } catch (QueueEmpty nothing) {
        // look at the flag again
      }
    }
    System.out.println("Exiting " + name);
  }
}
