package dev.workerpool.channel;

/** A producer in one queue: what a sequence of puts belongs to. */
record ProducerKey(String queue, String producer) implements Comparable<ProducerKey> {
  @Override
  public int compareTo(ProducerKey other) {
    int byQueue = queue.compareTo(other.queue);
    return byQueue != 0 ? byQueue : producer.compareTo(other.producer);
  }
}
