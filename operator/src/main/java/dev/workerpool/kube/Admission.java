package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the hash of a person's token on a pool, by that person's own rights. */
final class Admission {
  static final Duration LIFE = Duration.ofHours(1);

  /** A token is replaced so long before it expires. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofMinutes(5);

  /** Once it has expired: whoever uses it goes on trying for ten seconds. */
  private static final Duration HURRY = Duration.ofSeconds(3);

  private static final int TRIES = 5;

  private static final Set<StandardOpenOption> WRITABLE =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final KubernetesClient client;
  private final String namespace;
  private final InstantSource clock;

  /** The token's expiry, as far as we know. */
  private Instant goodUntil = Instant.MIN;

  private Instant nextLook = Instant.MIN;

  /** Hash of a token that was gone from the pool before it expired. */
  private String takenOff;

  Admission(KubernetesClient client, String namespace, InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  /**
   * Makes sure that the token in that file is one that the pool knows. Of commands that begin at
   * once the first makes a token, and the others find it.
   *
   * @throws IllegalArgumentException when there is no such pool
   */
  void admit(String pool, Path file) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel = FileChannel.open(lock, WRITABLE)) {
      channel.lock(); // until it is closed
      letIn(pool, file);
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  static IllegalArgumentException noPool(String pool, String namespace) {
    return new IllegalArgumentException("no pool " + pool + " in namespace " + namespace);
  }

  private void letIn(String pool, Path file) {
    for (int attempt = 1; ; attempt++) {
      GenericKubernetesResource found = resource(pool).get();
      if (found == null) {
        throw noPool(pool, namespace);
      }
      Instant now = clock.instant();
      String token = read(file);
      if (token != null
          && ConnectTokens.allows(annotation(found), ConnectTokens.hash(token), now.plus(MARGIN))) {
        goodUntil = now.plus(MARGIN);
        return;
      }
      String fresh = ConnectTokens.fresh(new SecureRandom());
      try {
        write(file, fresh);
        allow(found, ConnectTokens.hash(fresh), now);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409 || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Lets the same token live on, by which the relay knows who it is; but not one that somebody has
   * taken off the pool. One that has expired, since this machine was asleep, is good again. To be
   * called every few seconds while it is used: the API server is asked when it is time.
   */
  void renew(String pool, Path file) {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(now.isBefore(goodUntil) ? LOOK : HURRY);
    GenericKubernetesResource found = resource(pool).get();
    String token = read(file);
    if (found != null && token != null) {
      renew(found, ConnectTokens.hash(token), now);
    }
  }

  private void renew(GenericKubernetesResource found, String hash, Instant now) {
    Instant expiry = ConnectTokens.expiry(annotation(found), hash).orElse(null);
    if (expiry == null && now.isBefore(goodUntil)) {
      takenOff = hash;
    } else if (expiry != null && expiry.isAfter(now.plus(LIFE.dividedBy(2)))) {
      goodUntil = expiry;
    } else if (!hash.equals(takenOff)) {
      allow(found, hash, now);
    }
  }

  /** Only what was read is replaced: two commands at a time keep each other's tokens. */
  private void allow(GenericKubernetesResource found, String hash, Instant now) {
    Instant expiry = now.plus(LIFE);
    String next = ConnectTokens.with(annotation(found), hash, expiry, now);
    String patch =
        "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":\"%s\"}}}"
            .formatted(found.getMetadata().getResourceVersion(), ConnectTokens.ANNOTATION, next);
    resource(found.getMetadata().getName()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    goodUntil = expiry;
  }

  private Resource<GenericKubernetesResource> resource(String pool) {
    return client
        .genericKubernetesResources(ResourceDefinitionContext.fromResourceType(WorkerPool.class))
        .inNamespace(namespace)
        .withName(pool);
  }

  private static String annotation(GenericKubernetesResource pool) {
    Map<String, String> annotations = pool.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(ConnectTokens.ANNOTATION);
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
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  private static UncheckedIOException unkept(IOException e) {
    return new UncheckedIOException("cannot keep the token: " + e.getMessage(), e);
  }
}
