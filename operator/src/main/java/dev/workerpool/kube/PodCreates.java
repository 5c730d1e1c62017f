package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Creates pods, and has the server answer with their metadata alone: the whole pod would be encoded
 * there, and deciphered here, for nobody. Else it is as the client library's own calls are, with
 * their time limit and their repeats.
 */
final class PodCreates {
  private static final String JSON = "application/json";

  private final KubernetesClient client;

  PodCreates(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Returns when the server has the pod.
   *
   * @throws KubernetesClientException when it hasn't or when that isn't known, with what the server
   *     said where it said something
   */
  void create(Pod pod) {
    var response = answer(request(pod));
    if (!response.isSuccessful()) {
      throw failure(response);
    }
  }

  private HttpRequest request(Pod pod) {
    String path = "api/v1/namespaces/%s/pods".formatted(pod.getMetadata().getNamespace());
    var config = client.getConfiguration();
    String master = config.getMasterUrl();
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(master.endsWith("/") ? master + path : master + "/" + path)
        .timeout(config.getRequestTimeout(), TimeUnit.MILLISECONDS)
        .header("Accept", RawCalls.ONE)
        .post(JSON, client.getKubernetesSerialization().asJson(pod))
        .build();
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      return client.getHttpClient().sendAsync(request, byte[].class).get();
    } catch (ExecutionException e) {
      throw new KubernetesClientException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    }
  }

  private KubernetesClientException failure(HttpResponse<byte[]> response) {
    byte[] body = response.body() == null ? new byte[0] : response.body();
    String text = new String(body, StandardCharsets.UTF_8);
    return new KubernetesClientException(
        response.code() + ": " + text, response.code(), status(text));
  }

  /** What the server says of a failure; null where somebody else has answered, a proxy say. */
  private Status status(String text) {
    try {
      return client.getKubernetesSerialization().unmarshal(text, Status.class);
    } catch (RuntimeException noStatus) {
      return null;
    }
  }
}
