package dev.workerpool.main.top;

import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks at a channel, one listing an interval, until it is enough. What happens meanwhile comes by
 * {@link #tell}, from any thread.
 */
public final class Watching {
  /** A relay that hands over is back sooner. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** What may happen between two looks, or during one. */
  public enum Notice {
    ANSWERED,
    QUIT,
    RESIZED
  }

  /** Why it is over. */
  public enum End {
    ENOUGH,
    OUTPUT_GONE,
    CHANNEL_GONE
  }

  /**
   * How often.
   *
   * @param count looks; 0 for no end
   */
  public record Pace(Duration interval, int count) {}

  /**
   * The channel.
   *
   * @param listing asks for all its queues; as patient as the client is
   * @param ended whether no answer will come any more
   */
  public record Source(Callable<Reply.Queues> listing, BooleanSupplier ended) {}

  private final Source source;
  private final Pace pace;
  private final InstantSource clock;
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();

  public Watching(Source source, Pace pace, InstantSource clock) {
    this.source = source;
    this.pace = pace;
    this.clock = clock;
  }

  /** Something has happened. */
  public void tell(Notice notice) {
    notices.add(notice);
  }

  /**
   * Looks until it is over.
   *
   * @throws RefusedException when the relay refuses to answer
   * @throws UnreachableException when no relay ever gave an answer
   */
  public End run(Display display)
      throws RefusedException, UnreachableException, InterruptedException {
    ExecutorService asking = Executors.newSingleThreadExecutor(Watching::daemon);
    try {
      return run(display, asking);
    } finally {
      asking.shutdownNow();
    }
  }

  private End run(Display display, ExecutorService asking)
      throws RefusedException, UnreachableException, InterruptedException {
    Listing before = null;
    for (int looks = 1; ; looks++) {
      Instant asked = clock.instant();
      long due = System.nanoTime() + pace.interval().toNanos();
      Listing now = null;
      while (now == null) {
        Future<Listing> answer = asking.submit(this::ask);
        End end = endBeforeAnswer(display, asked);
        if (end != null) {
          return end;
        }
        now = listing(answer, before == null);
      }
      if (!display.show(Look.of(before, now))) {
        return End.OUTPUT_GONE;
      }
      before = now;
      if (looks == pace.count() || quitBefore(display, due)) {
        return End.ENOUGH;
      }
    }
  }

  private Listing ask() throws Exception {
    try {
      Reply.Queues all = source.listing().call();
      return new Listing(all, clock.instant(), System.nanoTime());
    } finally {
      tell(Notice.ANSWERED);
    }
  }

  /** Null when the answer is there. */
  private End endBeforeAnswer(Display display, Instant asked) throws InterruptedException {
    while (true) {
      Notice notice = notices.poll(TICK.toNanos(), TimeUnit.NANOSECONDS);
      if (notice == Notice.ANSWERED) {
        return null;
      } else if (notice == Notice.QUIT) {
        return End.ENOUGH;
      } else if (source.ended().getAsBoolean()) {
        return End.CHANNEL_GONE;
      } else if (notice == Notice.RESIZED) {
        display.resized();
      }
      if (!clock.instant().isBefore(asked.plus(QUIET))) {
        display.silent(asked);
      }
    }
  }

  /** Null where no relay answers for now: that is no end, once one has answered. */
  private static Listing listing(Future<Listing> answer, boolean first)
      throws RefusedException, UnreachableException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreachableException why) {
        if (first) {
          throw why;
        }
        return null;
      } else if (e.getCause() instanceof RefusedException why) {
        throw why;
      } else if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean quitBefore(Display display, long due) throws InterruptedException {
    Notice notice = next(due);
    while (notice != null && notice != Notice.QUIT) {
      if (notice == Notice.RESIZED) {
        display.resized();
      }
      notice = next(due);
    }
    return notice == Notice.QUIT;
  }

  private Notice next(long due) throws InterruptedException {
    return notices.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "asking");
    thread.setDaemon(true);
    return thread;
  }
}
