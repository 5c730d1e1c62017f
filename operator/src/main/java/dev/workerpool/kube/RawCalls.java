package dev.workerpool.kube;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the API server by path and JSON, through the client library's connections and its way
 * to authenticate, but past its objects: those it copies, turns into a tree and reads back whole,
 * which takes longer than the server does. Blocks. Each is repeated as often as the client given
 * does: one of {@link KubeClients#once} never. Fails with a {@link KubernetesClientException}: of
 * the server's code and status, or of code -1 where no answer came that could be read.
 */
final class RawCalls {
  /** An object's metadata. */
  static final String PARTIAL = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  /** The answer's metadata alone, to a write as well; servers that can't send all of it. */
  private static final String ONE = PARTIAL + ",application/json";

  private static final String MANY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final String JSON = "application/json";
  private static final String JSON_PATCH = "application/json-patch+json";

  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final KubernetesClient client;

  RawCalls(KubernetesClient client) {
    this.client = client;
  }

  /** The object's metadata, from etcd; empty when it isn't there. */
  Optional<PartialObject> get(String path) {
    HttpResponse<byte[]> response = send(request(path).header("Accept", ONE));
    return response.code() == 404
        ? Optional.empty()
        : Optional.of(read(response, PartialObject.class));
  }

  /** The objects' metadata, from etcd; none where the collection isn't there. */
  PartialObject.Many list(String path) {
    HttpResponse<byte[]> response = send(request(path).header("Accept", MANY));
    return response.code() == 404 ? PartialObject.NONE : read(response, PartialObject.Many.class);
  }

  /**
   * Sends an object.
   *
   * @param method POST or PUT
   * @return the metadata that it has then
   */
  PartialObject write(String method, String path, String json) {
    return read(sent(method, path, json), PartialObject.class);
  }

  /** Sends an object of which nobody reads what it has become. */
  void create(String path, String json) {
    done(sent("POST", path, json));
  }

  private HttpResponse<byte[]> sent(String method, String path, String json) {
    return send(request(path).header("Accept", ONE).method(method, JSON, json));
  }

  /**
   * Changes an object.
   *
   * @param patch of RFC 6902
   */
  void patch(String path, String patch) {
    done(send(request(path).header("Accept", ONE).method("PATCH", JSON_PATCH, patch)));
  }

  /**
   * Deletes the object.
   *
   * @param options DeleteOptions
   */
  void delete(String path, String options) {
    done(send(request(path).delete(JSON, options)));
  }

  private <T> T read(HttpResponse<byte[]> response, Class<T> type) {
    done(response);
    try {
      T value = MAPPER.readValue(response.body(), type);
      if (value == null) {
        throw new IOException("null");
      }
      return value;
    } catch (IOException | IllegalArgumentException e) {
      throw new KubernetesClientException("an answer that can't be read: " + e.getMessage(), e);
    }
  }

  private void done(HttpResponse<byte[]> response) {
    if (!response.isSuccessful()) {
      byte[] body = response.body() == null ? new byte[0] : response.body();
      String text = new String(body, StandardCharsets.UTF_8);
      throw new KubernetesClientException(
          response.code() + ": " + text, response.code(), status(text));
    }
  }

  /** What the server says of a failure; null where somebody else has answered, a proxy say. */
  private Status status(String text) {
    try {
      return client.getKubernetesSerialization().unmarshal(text, Status.class);
    } catch (RuntimeException noStatus) {
      return null;
    }
  }

  private HttpRequest.Builder request(String path) {
    return request(client, path);
  }

  /** A request to that server. */
  static HttpRequest.Builder request(KubernetesClient client, String path) {
    String master = client.getConfiguration().getMasterUrl();
    String base = master.endsWith("/") ? master.substring(0, master.length() - 1) : master;
    return client.getHttpClient().newHttpRequestBuilder().uri(base + path);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    HttpClient http = client.getHttpClient();
    try {
      // Not the request's own time-out, for which the library sets an alarm of its own each time.
      return http.sendAsync(request.build(), byte[].class)
          .get(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KubernetesClientException("no answer in time", e);
    } catch (ExecutionException e) {
      throw new KubernetesClientException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    }
  }
}
