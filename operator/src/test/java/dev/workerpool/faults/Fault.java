package dev.workerpool.faults;

import java.time.Duration;

/** What the proxy does to one call. */
sealed interface Fault {
  Fault NONE = new None();

  /** The connection breaks before the server has seen the call. */
  Fault LOST = new Cut(false);

  /** The server has done it, and the connection breaks before the client hears of it. */
  Fault UNHEARD = new Cut(true);

  record None() implements Fault {}

  record Cut(boolean committed) implements Fault {}

  /** As {@link Cut}, and the client is dead with it. */
  record Fatal(boolean committed) implements Fault {}

  /** The server answers so, and does nothing. */
  record Answer(int status, String reason, String message) implements Fault {}

  /** The server gets it twice; the client hears the second answer. */
  record Twice() implements Fault {}

  /** On its way for so long, then something else may happen to it. */
  record Late(Duration delay, Fault then) implements Fault {}

  static Fault conflict() {
    return new Answer(409, "Conflict", "the object has been modified (made up by the test)");
  }

  static Fault tooMany() {
    return new Answer(429, "TooManyRequests", "try again later (made up by the test)");
  }

  static Fault internalError() {
    return new Answer(500, "InternalError", "something went wrong (made up by the test)");
  }

  static Fault unavailable() {
    return new Answer(503, "ServiceUnavailable", "not now (made up by the test)");
  }

  static Fault quota() {
    return new Answer(403, "Forbidden", "exceeded quota: made-up, used: pods=1, limited: pods=1");
  }
}
