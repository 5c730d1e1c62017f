package dev.workerpool.worker;

/**
 * An item is not of the type that its queue was opened with: another codec put it, say. It has
 * become a dead letter, with the reason; redrive it when the mistake is mended.
 */
public class UnreadableItem extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnreadableItem(String queue, String id, RuntimeException cause) {
    super("item " + id + " of queue " + queue + " can't be read: " + cause.getMessage(), cause);
  }
}
