import dev.workerpool.worker.Event;
import java.time.Duration;

class Program {
  public static void main(String[] args) throws InterruptedException {
    Event e = Event.open("e");
    switch (args[0]) {
      case "block" -> {
        Event.open("block-begun").set();
        System.out.println("wait_for_event: starting");
        e.await();
        System.out.println("wait_for_event: e.is_set()-> " + e.isSet());
      }
      case "nonblock" -> {
        Event.open("nonblock-begun").set();
        System.out.println("wait_for_event_timeout: starting");
        boolean set = e.await(Duration.ofSeconds(2));
        System.out.println("wait_for_event_timeout: e.is_set()-> " + set);
      }
      default -> {
        Event.open("block-begun").await();
        Event.open("nonblock-begun").await();
        System.out.println("main: waiting before calling Event.set()");
        Thread.sleep(3000);
        e.set();
        System.out.println("main: event is set");
      }
    }
  }
}
