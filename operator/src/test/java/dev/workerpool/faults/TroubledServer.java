package dev.workerpool.faults;

import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.Random;

/**
 * The way to an API server for clients that are processes of their own. In times of trouble, some
 * of their calls meet with a fault; which ones, the seed and the order in which they come decide.
 */
public final class TroubledServer implements AutoCloseable {
  /** What befalls calls. */
  public enum Trouble {
    NONE,
    /** The connection breaks before the server has seen the call. */
    LOST,
    /** The server has done it; the answer is lost, or the call comes a second time. */
    UNHEARD,
    /** 409, 429, 500, 503, 504, and nothing done. */
    REFUSED,
    /** Writes arrive up to 20 s later: after their client gave up, and others have taken over. */
    LATE
  }

  /** One of so many calls meets with a fault. */
  private static final int ONE_OF = 4;

  private static final int ONE_LATE_OF = 12;
  private static final int LATEST_MILLIS = 20_000;

  private final FaultProxy proxy;
  private final Random random;
  private volatile Trouble trouble = Trouble.NONE;

  public TroubledServer(Config behind, long seed) {
    proxy = new FaultProxy(behind).start();
    random = new Random(seed);
  }

  /** Plain HTTP on loopback. */
  public String url() {
    return proxy.url();
  }

  /** Lets clients through that call themselves so. */
  public void admit(String userAgent) {
    proxy.link(userAgent, new Journal(0)).with(this::fault);
  }

  public void trouble(Trouble next) {
    trouble = next;
  }

  private Fault fault(Call call) {
    return switch (trouble) {
      case NONE -> Fault.NONE;
      case LOST -> oneOf(ONE_OF) ? Fault.LOST : Fault.NONE;
      case UNHEARD -> !call.isWatch() && oneOf(ONE_OF) ? unheard(call) : Fault.NONE;
      case REFUSED -> !call.isWatch() && oneOf(ONE_OF) ? refused(call) : Fault.NONE;
      case LATE -> call.isWrite() && oneOf(ONE_LATE_OF) ? late() : Fault.NONE;
    };
  }

  private Fault unheard(Call call) {
    return call.isWrite() && oneOf(3) ? new Fault.Twice() : Fault.UNHEARD;
  }

  private Fault refused(Call call) {
    return switch (random(call.isWrite() ? 5 : 4)) {
      case 0 -> Fault.tooMany();
      case 1 -> Fault.internalError();
      case 2 -> Fault.unavailable();
      case 3 -> new Fault.Answer(504, "Timeout", "no answer in time (made up by the test)");
      default -> Fault.conflict();
    };
  }

  private Fault late() {
    return new Fault.Late(Duration.ofMillis(random(LATEST_MILLIS)), Fault.NONE);
  }

  private boolean oneOf(int many) {
    return random(many) == 0;
  }

  private synchronized int random(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
