import dev.workerpool.worker.Event;
import dev.workerpool.worker.Process;

class Program {
  public static void main(String[] args) throws InterruptedException {
    String name = Process.current().name();
    Event begun = Event.open("begun");
    if (Process.current().daemon()) {
      System.out.println("Starting: " + name);
      begun.set();
      Thread.sleep(600_000);
    } else {
      begun.await();
      System.out.println("Starting: " + name);
    }
    System.out.println("Exiting : " + name);
  }
}
