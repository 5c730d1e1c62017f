package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends a call until it is answered. Calls are made so that repeating them is harmless: by sequence
 * number, attempt id, key, or their nature.
 */
final class Retries {
  static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * A pod may be faster than the relay's news of it: refusals of a stranger are repeated so long.
   */
  static final Duration INTRODUCTION = Duration.ofSeconds(10);

  private static final Duration SILENT = Duration.ofSeconds(10);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(30);

  private final Transport transport;
  private final Time time;
  private final Duration patience;
  private final Consumer<String> log;
  private volatile boolean known;

  Retries(Transport transport, Time time, Duration patience, Consumer<String> log) {
    this.transport = transport;
    this.time = time;
    this.patience = patience;
    this.log = log;
  }

  Answer send(Call call) throws UnreachableException, InterruptedException {
    return send(() -> call);
  }

  /**
   * An answer that repeating won't change: a success or a refusal.
   *
   * @param call asked for each try, so that a poll can shrink with its deadline
   * @throws UnreachableException when there was none for as long as our patience
   */
  Answer send(Supplier<Call> call) throws UnreachableException, InterruptedException {
    long start = time.nanos();
    long said = start - SAY_AGAIN.minus(SILENT).toNanos();
    boolean uncertain = false;
    Long refused = null;
    for (int tries = 0; ; tries++) {
      String trouble;
      IOException cause = null;
      Duration pause = pause(tries);
      if (Thread.interrupted()) {
        throw new InterruptedException(); // before anything is sent that may take effect
      }
      try {
        Answer answer = transport.exchange(call.get());
        boolean stranger = answer.status() == 401 || answer.status() == 403;
        refused = !stranger ? null : refused == null ? time.nanos() : refused;
        if (!passing(answer, refused)) {
          known |= answer.ok();
          return uncertain ? answer.afterUnanswered() : answer;
        }
        Reply.Problem problem = answer.problem();
        trouble = problem.title() + ": " + problem.detail();
        uncertain |= answer.status() >= 500;
        pause = answer.retryAfter() == null ? pause : max(pause, answer.retryAfter());
        renewConnection(answer.status());
      } catch (IOException e) {
        trouble = reason(e);
        cause = e;
        uncertain = true;
        transport.forgetConnections();
      }
      long now = time.nanos();
      if (now - start + pause.toNanos() > patience.toNanos()) {
        throw new UnreachableException(giveUp(trouble), cause);
      }
      if (now - said > SAY_AGAIN.toNanos()) {
        log.accept("waiting for the relay at " + transport.address() + ": " + trouble);
        said = now;
      }
      time.sleep(pause);
    }
  }

  /** One try, for what is repeated anyway. */
  Answer once(Call call) throws IOException, InterruptedException {
    Answer answer = transport.exchange(call);
    renewConnection(answer.status());
    return answer;
  }

  /** A kept connection leads to the relay that served once, not to the one that serves now. */
  private void renewConnection(int status) {
    if (status == 503) {
      transport.forgetConnections();
    }
  }

  /**
   * @param refused since when the caller is refused as a stranger; null when it isn't
   */
  private boolean passing(Answer answer, Long refused) {
    if (answer.ok()) {
      return false;
    }
    Reply.Problem problem = answer.problem();
    if (problem.isFull()) {
      return false; // an answer: the caller knows how long it wants to wait
    }
    // 401 also of a process that is known: its token may be about to be replaced or renewed.
    boolean stranger = answer.status() == 401 || !known && answer.status() == 403;
    return problem.retryable() || stranger && time.nanos() - refused < INTRODUCTION.toNanos();
  }

  /** Doubling from 50 ms to 2 s; half of it by chance, so that workers don't come all at once. */
  private Duration pause(int tries) {
    long full = FIRST_PAUSE.toNanos() << Math.min(tries, 6);
    long capped = Math.min(full, LONGEST_PAUSE.toNanos());
    return Duration.ofNanos((long) (capped * (0.5 + time.random() / 2)));
  }

  private String giveUp(String trouble) {
    return "the relay at "
        + transport.address()
        + " (WORKERPOOL_URL) gave no answer for "
        + patience.toSeconds()
        + " s: "
        + trouble;
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage();
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
