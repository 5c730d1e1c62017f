package dev.workerpool.local;

/** What the user gave cannot be run; the message is one line that names the file and the field. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadInput(String message) {
    super(message.lines().findFirst().orElse(""));
  }
}
