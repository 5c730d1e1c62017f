package dev.workerpool.sim;

/** Bodies of items in a run: {@code "producer/queue/number"}, quotes included: they are JSON. */
final class Items {
  private Items() {}

  static String of(String producer, String queue, long number) {
    return "\"" + producer + "/" + queue + "/" + number + "\"";
  }

  static String queue(String item) {
    int from = item.indexOf('/') + 1;
    return item.substring(from, item.indexOf('/', from));
  }

  /** Producer and queue. */
  static String series(String item) {
    return item.substring(0, item.lastIndexOf('/'));
  }

  static int number(String item) {
    return Integer.parseInt(item.substring(item.lastIndexOf('/') + 1, item.length() - 1));
  }
}
