package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A pool's channel in a cluster as people reach it from outside: through a port of this machine, by
 * a token whose hash their own rights put on the pool.
 */
public final class ClusterChannel implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);

  /** A token is renewed so long before it expires. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final int TRIES = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final RelayForward forward;

  /**
   * Which cluster.
   *
   * @param kubeconfig null for the usual one
   * @param context null for the current one
   * @param namespace null for the context's
   * @param relayNamespace where the relay is installed
   */
  public record Place(Path kubeconfig, String context, String namespace, String relayNamespace) {}

  /**
   * What to reach it with.
   *
   * @param tokenFile readable by this user only
   */
  public record Access(String url, String namespace, String channel, Path tokenFile) {}

  /**
   * Reads the kubeconfig; nothing is asked of the cluster yet.
   *
   * @throws IllegalArgumentException when there is none
   */
  public ClusterChannel(Place place) {
    Config config = config(place);
    client = new KubernetesClientBuilder().withConfig(config).build();
    String own = config.getNamespace() == null ? "default" : config.getNamespace();
    namespace = place.namespace() == null ? own : place.namespace();
    forward = new RelayForward(client, place.relayNamespace());
  }

  private static Config config(Place place) {
    if (place.kubeconfig() == null) {
      Config found = Config.autoConfigure(place.context());
      if (isGuess(found)) {
        throw new IllegalArgumentException("there is no kubeconfig");
      }
      return found;
    }
    if (!Files.isReadable(place.kubeconfig())) {
      throw new IllegalArgumentException("cannot read kubeconfig " + place.kubeconfig());
    }
    return Config.fromKubeconfig(place.context(), place.kubeconfig().toFile());
  }

  /** Whether nothing told where the cluster is: the client then takes itself for a pod of it. */
  private static boolean isGuess(Config config) {
    return config.getCurrentContext() == null
        && config.getAutoOAuthToken() == null
        && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL);
  }

  /**
   * Opens the way to that pool's channel.
   *
   * @param tokens a folder of this user's own, where the token is kept for the next time
   * @throws IllegalArgumentException when there is no such pool
   * @throws IllegalStateException when no relay serves
   * @throws KubernetesClientException when the API server refuses, or isn't there
   */
  public Access open(String pool, Path tokens) {
    WorkerPool found =
        client.resources(WorkerPool.class).inNamespace(namespace).withName(pool).get();
    if (found == null) {
      throw new IllegalArgumentException("no pool " + pool + " in namespace " + namespace);
    }
    Path file = tokens.resolve(found.getMetadata().getUid());
    admitted(pool, file);
    String url = "http://127.0.0.1:" + forward.start();
    return new Access(url, namespace, found.channelName(), file);
  }

  /** Makes sure that the token in that file is one that the pool knows. */
  private void admitted(String pool, Path file) {
    for (int attempt = 1; ; attempt++) {
      GenericKubernetesResource found = resource(pool).get();
      var annotations = found.getMetadata().getAnnotations();
      String annotation = annotations == null ? null : annotations.get(ConnectTokens.ANNOTATION);
      Instant now = Instant.now();
      String token = read(file);
      if (token != null
          && ConnectTokens.allows(annotation, ConnectTokens.hash(token), now.plus(MARGIN))) {
        return;
      }
      String fresh = ConnectTokens.fresh(new SecureRandom());
      String next = ConnectTokens.with(annotation, ConnectTokens.hash(fresh), now.plus(LIFE), now);
      try {
        write(file, fresh);
        resource(pool).patch(PatchContext.of(PatchType.JSON_MERGE), patch(found, next));
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409 || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> resource(
      String pool) {
    return client
        .genericKubernetesResources(WorkerPool.API_VERSION, WorkerPool.KIND)
        .inNamespace(namespace)
        .withName(pool);
  }

  /** Only what was read is replaced: two commands at a time keep each other's tokens. */
  private static String patch(GenericKubernetesResource found, String annotation) {
    return "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":\"%s\"}}}"
        .formatted(found.getMetadata().getResourceVersion(), ConnectTokens.ANNOTATION, annotation);
  }

  private static String read(Path file) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.isEmpty() ? null : lines.get(0).strip();
    } catch (IOException e) {
      return null; // a new one is made
    }
  }

  /** In one step: another command may read it at this moment. */
  private static void write(Path file, String token) {
    try {
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path next = Files.createTempFile(file.getParent(), "token", "", ownerOnly);
      Files.writeString(next, token + "\n");
      Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the token: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    forward.close();
    client.close();
  }
}
