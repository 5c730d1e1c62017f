package dev.workerpool.local;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Callers;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A random token for each process, good as long as the process lives. */
final class LocalCallers implements Callers {
  private static final int TOKEN_BYTES = 32;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Caller> byToken = new ConcurrentHashMap<>();

  LocalCallers(Path folder) {
    this.folder = folder;
  }

  /** Makes a token for that pod's process and answers the file that it is in, for its user only. */
  Path admit(Pod pod) throws IOException {
    var metadata = pod.getMetadata();
    return admit(
        metadata.getName(),
        new Caller.Worker(
            metadata.getNamespace(),
            metadata.getLabels().get(Labels.POOL),
            metadata.getLabels().get(Labels.CHANNEL),
            metadata.getUid()));
  }

  /** Makes a token for commands of this user, and answers the file that it is in. */
  Path admitUser(PoolChannel channel) throws IOException {
    ChannelRef ref = channel.ref();
    return admit("@user", new Caller.Guest(ref.namespace(), ref.name(), "user"));
  }

  private Path admit(String name, Caller caller) throws IOException {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, token.getBytes(StandardCharsets.US_ASCII));
    byToken.put(token, caller);
    return file;
  }

  /** That process has ended: its token proves nothing any more. */
  void dismiss(String podUid) {
    byToken
        .values()
        .removeIf(c -> c instanceof Caller.Worker worker && worker.podUid().equals(podUid));
  }

  @Override
  public CompletionStage<Caller> identify(String token) {
    Caller caller = token == null || token.isEmpty() ? null : byToken.get(token);
    return CompletableFuture.completedFuture(
        caller == null
            ? new Caller.Refused(false, "the token is not one of a living process of this run")
            : caller);
  }
}
