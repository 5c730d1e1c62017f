package dev.workerpool.bench;

import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pods were made since it was opened, and when the last one was. It watches metadata only
 * and reads no more of an event than its type, so as not to take the machine from what is measured.
 */
final class PodArrivals implements AutoCloseable {
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String ADDED = "{\"type\":\"ADDED\"";

  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong lastNanos = new AtomicLong();
  private final InputStream events;
  private volatile boolean ended;

  /** For that namespace, which must have no pods yet; returns when the watch has begun. */
  PodArrivals(BenchCluster cluster) {
    var http = cluster.client().getHttpClient();
    String path = "api/v1/namespaces/" + cluster.namespace() + "/pods?watch=true";
    var request =
        http.newHttpRequestBuilder()
            .uri(cluster.client().getMasterUrl() + path)
            .header("Accept", METADATA)
            .timeout(LONG.toSeconds(), TimeUnit.SECONDS)
            .build();
    HttpResponse<InputStream> response = http.sendAsync(request, InputStream.class).join();
    if (response.code() != 200) {
      throw new IllegalStateException("the watch of pods was refused: " + response.code());
    }
    events = response.body();
    var reader = new Thread(this::read, "pod-arrivals");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ADDED)) {
          lastNanos.set(System.nanoTime());
          count.incrementAndGet();
        }
      }
    } catch (IOException closedOrBroken) {
      // It ends either way; who still waits for pods is told by count().
    }
    ended = true;
  }

  int count() {
    if (ended) {
      throw new IllegalStateException("the watch of pods has ended after " + count + " pods");
    }
    return count.get();
  }

  /** When the last one came, by {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos.get();
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException gone) {
      // Nothing is lost with it.
    }
  }
}
