package dev.workerpool.channel;

/**
 * Bytes that each thing is reckoned with, never less than what {@link ChannelCodec} writes for it;
 * summed as things come and go, so that the whole is known without encoding it.
 */
final class Weights {
  static final int CHANNEL = 2048;
  static final int KEY = 96;

  private Weights() {}

  static int item(String producer, Body body) {
    int text = Texts.utf8Length(body.text());
    boolean quoted = body.json() && !Texts.fitsInLine(body.text());
    int stored = quoted ? Texts.quotedLength(body.text()) : text;
    return 288
        + (producer == null ? 0 : producer.length())
        + 6 * body.contentType().length()
        + stored;
  }

  /** What a line grows by when its item dies. */
  static int death(String reason) {
    return 96 + 6 * reason.length();
  }

  static int queue() {
    return 640;
  }

  static int primitive(String creator) {
    return 640 + (creator == null ? 0 : 6 * creator.length());
  }

  static int hold(String owner, String attempt) {
    return 320 + 6 * (owner.length() + attempt.length());
  }

  static int event() {
    return 320;
  }

  static int producer(ProducerKey key, String owner) {
    return 320 + key.producer().length() + 6 * owner.length();
  }
}
