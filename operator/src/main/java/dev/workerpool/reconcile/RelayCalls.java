package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.wire.KillReply;
import dev.workerpool.api.wire.KillRequest;
import dev.workerpool.api.wire.RetireReply;
import dev.workerpool.api.wire.RetireRequest;
import dev.workerpool.api.wire.WireJson;
import dev.workerpool.pool.RelayAsks;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks over HTTP, once: what isn't answered is asked again by a later reconcile, or done without.
 */
public final class RelayCalls implements RelayAsks {
  private static final Logger LOG = LoggerFactory.getLogger(RelayCalls.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String relayUrl;
  private final Path tokenFile;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  public RelayCalls(String relayUrl, Path tokenFile) {
    this.relayUrl = relayUrl;
    this.tokenFile = tokenFile;
  }

  @Override
  public Set<String> retire(WorkerPool pool, List<String> podUids) {
    try {
      return post(pool, "retire", new RetireRequest(podUids), RetireReply.class)
          .map(reply -> Set.copyOf(reply.busy()))
          .orElse(Set.of());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} pods could not be retired, which is tried again: {}", podUids.size(), e);
      return new HashSet<>(podUids);
    }
  }

  @Override
  public int kill(WorkerPool pool, String podUid) {
    try {
      return post(pool, "kill", new KillRequest(podUid), KillReply.class)
          .map(KillReply::sessions)
          .orElse(0);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("no session of pod {} could be told to end, so the pod is deleted: {}", podUid, e);
      return 0;
    }
  }

  /** The reply; empty where the relay has no such channel. */
  private <R> Optional<R> post(WorkerPool pool, String call, Object body, Class<R> type)
      throws IOException {
    try {
      var reply = http.send(request(pool, call, body), HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() == HttpURLConnection.HTTP_NOT_FOUND
          || reply.statusCode() == HttpURLConnection.HTTP_GONE) {
        return Optional.empty();
      }
      if (reply.statusCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + reply.statusCode() + " " + reply.body());
      }
      return Optional.of(WireJson.read(reply.body(), type));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private HttpRequest request(WorkerPool pool, String call, Object body) throws IOException {
    String ref = pool.getSpec().channel().ref();
    String channel = ref == null ? pool.getMetadata().getName() : ref;
    String path =
        "/v1/namespaces/%s/channels/%s/%s"
            .formatted(pool.getMetadata().getNamespace(), channel, call);
    return HttpRequest.newBuilder(URI.create(relayUrl + path))
        .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
        .header("Content-Type", "application/json")
        .timeout(TIMEOUT)
        .POST(HttpRequest.BodyPublishers.ofString(WireJson.write(body)))
        .build();
  }
}
