package dev.workerpool.main.top;

import dev.workerpool.worker.json.Json;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A look as JSON: what the relay listed, and beside it what follows from that. Pure. */
final class LookJson {
  private static final double MILLIS = 1000;

  private LookJson() {}

  /** One line, without a line feed. */
  public static String line(String namespace, String channel, Look look) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", look.at().truncatedTo(ChronoUnit.MILLIS).toString());
    all.put("namespace", namespace);
    all.put("channel", channel);
    List<?> queues = look.queues().stream().map(LookJson::queue).toList();
    all.put("queues", queues);
    all.put("events", look.events());
    return Json.write(all);
  }

  private static Map<Object, Object> queue(Look.Line line) {
    var told = (Map<?, ?>) Json.read(Json.write(line.queue()));
    Map<Object, Object> queue = new LinkedHashMap<>(told);
    queue.put("inPerSecond", rounded(line.flow().in()));
    queue.put("donePerSecond", rounded(line.flow().done()));
    queue.put("oldestSeconds", seconds(line.oldest()));
    queue.put("emptyInSeconds", seconds(line.emptyIn()));
    return queue;
  }

  private static Double seconds(Duration span) {
    return span == null ? null : rounded(span.toNanos() / 1e9);
  }

  private static Double rounded(Double number) {
    return number == null ? null : Math.round(number * MILLIS) / MILLIS;
  }
}
