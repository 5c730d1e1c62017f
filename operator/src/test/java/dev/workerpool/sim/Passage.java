package dev.workerpool.sim;

import java.util.concurrent.CompletableFuture;

/** A request's way to the API server and back. */
final class Passage {
  /** How long a client waits for its answer. */
  private static final int TIME_OUT_MILLIS = 10_000;

  private final Heap heap;
  private final ApiServer server;
  private final Host from;
  private final ApiServer.Request request;
  private final CompletableFuture<ApiServer.Reply> result;

  Passage(
      Heap heap,
      ApiServer server,
      Host from,
      ApiServer.Request request,
      CompletableFuture<ApiServer.Reply> result) {
    this.heap = heap;
    this.server = server;
    this.from = from;
    this.request = request;
    this.result = result;
  }

  void begin(Weather.Fate fate) {
    if (fate != Weather.Fate.FINE) {
      heap.note(from.name(), fate + " " + name(request));
    }
    switch (fate) {
      case FINE -> arrive(1, 4, true);
      case SLOW -> arrive(200, 4000, true);
      case LOST_REQUEST -> fail(heap.millis(0, TIME_OUT_MILLIS), 0);
      case LOST_REPLY -> {
        arrive(1, 4, false);
        fail(heap.millis(5, TIME_OUT_MILLIS), 0);
      }
      case LATE -> {
        arrive(TIME_OUT_MILLIS, 40_000, false);
        fail(heap.millis(5, TIME_OUT_MILLIS), 0);
      }
      case DOUBLED -> {
        boolean first = heap.oneIn(2);
        arrive(1, 4, first);
        arrive(5, 30, !first);
      }
      case ERROR_BEFORE -> fail(heap.millis(2, 30), 500);
      case ERROR_AFTER -> {
        arrive(1, 4, false);
        fail(heap.millis(5, 30), 504);
      }
      case TOO_MANY -> fail(heap.millis(1, 5), 429);
    }
  }

  private void arrive(int fromMillis, int toMillis, boolean answered) {
    heap.after(heap.millis(fromMillis, toMillis), () -> applied(answered));
  }

  private void applied(boolean answered) {
    ApiServer.Reply reply = server.apply(from, request);
    heap.note(from.name(), name(request) + " -> " + name(reply));
    if (answered) {
      from.after(heap.millis(0, 4), () -> result.complete(reply));
    }
  }

  private void fail(long micros, int status) {
    from.after(micros, () -> result.completeExceptionally(new ApiServer.Failure(status)));
  }

  private static String name(ApiServer.Request r) {
    if (r instanceof ApiServer.Update u) {
      return "Update " + u.name() + " at " + u.version();
    } else if (r instanceof ApiServer.Create c) {
      return "Create " + c.name();
    }
    return r.toString();
  }

  private static String name(ApiServer.Reply r) {
    return r instanceof ApiServer.Present p
        ? "version " + p.object().version()
        : r instanceof ApiServer.Refused f ? "" + f.status() : "a list";
  }
}
