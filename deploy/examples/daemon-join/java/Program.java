import dev.workerpool.worker.Barrier;
import dev.workerpool.worker.Event;
import dev.workerpool.worker.Lock;
import dev.workerpool.worker.Process;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;

/** Who holds a lock until it ends can be joined: its end, even a kill, frees the lock. */
class Program {
  static final Lock DAEMON_LIVES = Lock.open("daemon-lives");
  static final Lock NON_DAEMON_LIVES = Lock.open("non-daemon-lives");
  static final Barrier BEGUN = Barrier.open("begun");
  static final Event MAY_END = Event.open("may-end");

  public static void main(String[] args) throws InterruptedException, BrokenBarrierException {
    String name = Process.current().name();
    switch (name) {
      case "main" -> join();
      case "daemon" -> {
        DAEMON_LIVES.acquire();
        System.out.println("Starting: " + name);
        BEGUN.await();
        MAY_END.await();
        System.out.println("Exiting : " + name);
      }
      default -> {
        NON_DAEMON_LIVES.acquire();
        BEGUN.await();
        System.out.println("Starting: " + name);
        System.out.println("Exiting : " + name);
      }
    }
  }

  static void join() throws InterruptedException, BrokenBarrierException {
    BEGUN.await();
    boolean joined = DAEMON_LIVES.tryAcquire(Duration.ofSeconds(1)).isPresent(); // d.join(1)
    System.out.println("d.is_alive() " + !joined);
    MAY_END.set();
    DAEMON_LIVES.acquire(); // d.join()
    NON_DAEMON_LIVES.acquire(); // n.join()
    System.out.println("joined both");
  }
}
