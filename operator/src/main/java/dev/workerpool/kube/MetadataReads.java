package dev.workerpool.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.workerpool.relay.hybrid.MapMeta;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * ConfigMaps by their metadata alone, which the client library has no words for, and deletions with
 * preconditions. Without a resourceVersion, so that the answer comes from etcd. Blocks.
 */
final class MetadataReads {
  private static final String ONE =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
  private static final String MANY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  /** One object; its data are dropped where a server sent them. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record One(ObjectMeta metadata) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Many(List<One> items) {}

  private final KubernetesClient client;

  MetadataReads(KubernetesClient client) {
    this.client = client;
  }

  Optional<ObjectMeta> get(String namespace, String name) {
    HttpResponse<byte[]> response =
        send(request(path(namespace) + "/" + name).header("Accept", ONE).build());
    return response.code() == 404
        ? Optional.empty()
        : Optional.of(read(response, One.class).metadata());
  }

  List<ObjectMeta> list(String namespace, String selector) {
    String query = "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    HttpResponse<byte[]> response =
        send(request(path(namespace) + query).header("Accept", MANY).build());
    if (response.code() == 404) {
      return List.of();
    }
    List<One> items = read(response, Many.class).items();
    return items == null ? List.of() : items.stream().map(One::metadata).toList();
  }

  /** Deletes exactly that object. */
  void delete(String namespace, MapMeta exactly) {
    String options =
        client
            .getKubernetesSerialization()
            .asJson(
                new DeleteOptionsBuilder()
                    .withNewPreconditions()
                    .withUid(exactly.uid())
                    .withResourceVersion(exactly.version())
                    .endPreconditions()
                    .build());
    HttpResponse<byte[]> response =
        send(
            request(path(namespace) + "/" + exactly.name())
                .delete("application/json", options)
                .build());
    if (response.code() >= 300) {
      throw failure(response);
    }
  }

  private <T> T read(HttpResponse<byte[]> response, Class<T> type) {
    if (response.code() >= 300) {
      throw failure(response);
    }
    String text = new String(response.body(), StandardCharsets.UTF_8);
    return client.getKubernetesSerialization().unmarshal(text, type);
  }

  private static KubernetesClientException failure(HttpResponse<byte[]> response) {
    String text =
        response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
    return new KubernetesClientException(response.code() + ": " + text, response.code(), null);
  }

  private HttpRequest.Builder request(String path) {
    String master = client.getConfiguration().getMasterUrl();
    String base = master.endsWith("/") ? master.substring(0, master.length() - 1) : master;
    return client.getHttpClient().newHttpRequestBuilder().uri(base + path);
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    HttpClient http = client.getHttpClient();
    try {
      return http.sendAsync(request, byte[].class)
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

  private static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }
}
