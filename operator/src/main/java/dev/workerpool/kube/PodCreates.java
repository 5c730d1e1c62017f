package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Creates pods, and has the server answer with their metadata alone: the whole pod would be encoded
 * there, and deciphered here, for nobody. What the server puts off, and what nobody answers, is
 * repeated by the thread that asks: a pod's name is its own, so that it comes once.
 */
final class PodCreates {
  /** Without the server's second look for unknown fields, of whose warnings nobody reads. */
  private static final String PODS = "/api/v1/namespaces/%s/pods?fieldValidation=Ignore";

  private static final int TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int TOO_MANY_REQUESTS = 429;

  /** As long as API Priority and Fairness asks for in its Retry-After. */
  private static final Duration PUT_OFF = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final RawCalls calls;
  private final Consumer<Duration> pause;

  /**
   * @param client one that repeats nothing by itself ({@link KubeClients#direct})
   */
  PodCreates(KubernetesClient client) {
    this(client, PodCreates::sleep);
  }

  PodCreates(KubernetesClient client, Consumer<Duration> pause) {
    this.client = client;
    this.calls = new RawCalls(client);
    this.pause = pause;
  }

  /**
   * Returns when the server has the pod.
   *
   * @throws KubernetesClientException when it hasn't or when that isn't known, with what the server
   *     said where it said something
   */
  void create(Pod pod) {
    String path = PODS.formatted(pod.getMetadata().getNamespace());
    String json = client.getKubernetesSerialization().asJson(pod);
    for (int tries = 1; ; tries++) {
      try {
        calls.create(path, json);
        return;
      } catch (KubernetesClientException e) {
        if (tries == TRIES || !mayPass(e)) {
          throw e;
        }
        pause.accept(pauseAfter(tries, e));
      }
    }
  }

  /** The library's code is below 1 where no answer came. */
  private static boolean mayPass(KubernetesClientException e) {
    boolean temporary = e.getCode() < 1 || e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= 500;
    return temporary && !Thread.currentThread().isInterrupted();
  }

  private static Duration pauseAfter(int tries, KubernetesClientException e) {
    var backoff = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
    boolean putOff = e.getCode() == TOO_MANY_REQUESTS && backoff.compareTo(PUT_OFF) < 0;
    return putOff ? PUT_OFF : backoff;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    }
  }
}
