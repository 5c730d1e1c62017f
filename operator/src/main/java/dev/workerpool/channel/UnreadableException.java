package dev.workerpool.channel;

/** Stored text is not what {@link ChannelCodec} writes: edited by hand, cut off, or too new. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
