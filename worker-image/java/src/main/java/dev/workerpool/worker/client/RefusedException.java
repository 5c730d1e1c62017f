package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Reply;

/** The relay said no, and would again. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reply.Problem problem;

  RefusedException(Reply.Problem problem) {
    super(problem.title() + (problem.detail() == null ? "" : ": " + problem.detail()));
    this.problem = problem;
  }

  public Reply.Problem problem() {
    return problem;
  }
}
