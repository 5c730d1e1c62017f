package dev.workerpool.worker;

/**
 * The relay refused a call, or gave no answer for as long as a call goes on trying. The message
 * says which of the two, and what to set.
 */
public class ChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  ChannelException(String problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /**
   * The problem's name, such as {@code not-found} or {@code forbidden}; else {@code unreachable}.
   */
  public String problem() {
    return problem;
  }
}
