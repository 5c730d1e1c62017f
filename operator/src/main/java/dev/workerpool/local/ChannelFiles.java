package dev.workerpool.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of one channel. Blocks; used by one thread of this process at a time, under a lock. */
final class ChannelFiles {
  private static final long LOG_BYTES_BEFORE_A_NEW_HEAD = 4L << 20;

  /** File locks don't hold between two users within one process: those wait for each other here. */
  private static final Map<Path, Object> HERE = new ConcurrentHashMap<>();

  /** Where a write begins: the head's generation and the length of its log. */
  private record Version(long generation, long bytes) {
    static Version of(String text) {
      int colon = text.indexOf(':');
      return new Version(
          Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return generation + ":" + bytes;
    }
  }

  private interface Locked<T> {
    T run() throws IOException;
  }

  private final Path folder;
  private final String poolUid;
  private final Object here;
  private FileChannel lockFile;
  private FileChannel log;
  private long logGeneration = -1;
  private long headBytes;

  ChannelFiles(Path folder, String poolUid) {
    this.folder = folder.toAbsolutePath().normalize();
    this.poolUid = poolUid;
    this.here = HERE.computeIfAbsent(this.folder, f -> new Object());
  }

  private <T> T locked(Locked<T> task) throws IOException {
    synchronized (here) {
      openLock();
      try (FileLock lock = lockFile.lock()) {
        assert lock.isValid();
        return task.run();
      }
    }
  }

  /**
   * Kept open, since opening takes a good part of a commit's time. Opened anew when it was deleted,
   * or closed: which is what an interrupt does to a thread's file.
   */
  private void openLock() throws IOException {
    Path path = path("lock");
    if (lockFile == null || !lockFile.isOpen() || !Files.exists(path)) {
      if (lockFile != null) {
        lockFile.close();
      }
      Files.createDirectories(folder);
      lockFile = FileChannel.open(path, CREATE, WRITE);
    }
  }

  Found load() throws IOException {
    return locked(this::read);
  }

  private Found read() throws IOException {
    FileHead head = head();
    if (head == null) {
      return new Absent();
    }
    if (!head.poolUid().equals(poolUid)) {
      Files.delete(path("head"));
      Files.deleteIfExists(logOf(head.generation()));
      return new Absent();
    }
    FileLog.Read read = FileLog.read(logBytes(head.generation()));
    dropTail(head.generation(), read.bytes());
    Stamp stamp = read.stamp() == null ? ChannelCodec.stamp(head.content()) : read.stamp();
    String version = new Version(head.generation(), read.bytes()).toString();
    return new Head(version, stamp, head.content(), read.records());
  }

  private FileHead head() throws IOException {
    try {
      byte[] file = Files.readAllBytes(path("head"));
      headBytes = file.length;
      return FileHead.decode(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private byte[] logBytes(long generation) throws IOException {
    try {
      return Files.readAllBytes(logOf(generation));
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** What was cut off in the middle of a write was never acknowledged. */
  private void dropTail(long generation, long bytes) throws IOException {
    Path path = logOf(generation);
    if (Files.exists(path) && Files.size(path) > bytes) {
      try (FileChannel file = FileChannel.open(path, WRITE)) {
        file.truncate(bytes);
        file.force(true);
      }
    }
  }

  Written write(String version, Commit commit) throws IOException {
    return locked(() -> version == null ? create(commit) : replace(Version.of(version), commit));
  }

  private Written create(Commit commit) throws IOException {
    Found found = read();
    return found instanceof Head head ? new Fenced(head.stamp()) : writeHead(1, commit);
  }

  private Written replace(Version version, Commit commit) throws IOException {
    Path path = logOf(version.generation());
    boolean untouched =
        Files.exists(path) && Files.size(path) == version.bytes() && Files.exists(path("head"));
    if (!untouched) {
      return changed(version, commit);
    }
    if (commit.whole() || version.bytes() > Math.max(LOG_BYTES_BEFORE_A_NEW_HEAD, headBytes)) {
      return writeHead(version.generation() + 1, commit);
    }
    byte[] bytes = FileLog.commit(commit.stamp(), commit.records());
    append(version, bytes);
    return new Committed(
        new Version(version.generation(), version.bytes() + bytes.length).toString());
  }

  /** Somebody wrote, or a write of ours was cut off. */
  private Written changed(Version version, Commit commit) throws IOException {
    Found found = read();
    if (!(found instanceof Head head)) {
      return new Missing();
    }
    if (head.stamp().equals(commit.stamp())) {
      return new Committed(head.version());
    }
    if (head.version().equals(version.toString())) {
      return replace(version, commit);
    }
    return head.stamp().sameReign(commit.stamp())
        ? new Edited(head.version())
        : new Fenced(head.stamp());
  }

  private void append(Version version, byte[] bytes) throws IOException {
    if (log == null || !log.isOpen() || logGeneration != version.generation()) {
      closeLog();
      log = FileChannel.open(logOf(version.generation()), READ, WRITE);
      logGeneration = version.generation();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long at = version.bytes();
    while (buffer.hasRemaining()) {
      at += log.write(buffer, at);
    }
    log.force(false);
  }

  private Written writeHead(long generation, Commit commit) throws IOException {
    byte[] bytes = new FileHead(generation, poolUid, commit.content().get()).encode();
    closeLog();
    // The log before the head: once the head is there, its log must be, and empty.
    writeSynced(logOf(generation), new byte[0]);
    writeSynced(path("head.new"), bytes);
    Files.move(path("head.new"), path("head"), StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
    Files.deleteIfExists(logOf(generation - 1));
    headBytes = bytes.length;
    return new Committed(new Version(generation, 0).toString());
  }

  private static void writeSynced(Path path, byte[] bytes) throws IOException {
    try (FileChannel file = FileChannel.open(path, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    }
  }

  /** A rename is durable once its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, READ)) {
      directory.force(true);
    }
  }

  private void closeLog() throws IOException {
    if (log != null) {
      log.close();
      log = null;
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private Path logOf(long generation) {
    return folder.resolve("log-" + generation);
  }
}
