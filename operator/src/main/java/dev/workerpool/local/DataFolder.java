package dev.workerpool.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a run keeps the channel's store, shim records and tokens: a folder given, or a temporary
 * one that is removed at the end. One run at a time has it.
 */
final class DataFolder implements AutoCloseable {
  private static final String MARKER = ".workerpool-data";

  private final Path path;
  private final boolean temporary;
  private final FileChannel marker;
  private final FileLock lock;

  private DataFolder(Path path, boolean temporary, FileChannel marker, FileLock lock) {
    this.path = path;
    this.temporary = temporary;
    this.marker = marker;
    this.lock = lock;
  }

  /**
   * @param given null for a temporary one
   * @throws BadInput where something else than a run's data lies in it, or another run has it
   */
  static DataFolder open(Path given) {
    try {
      return given == null
          ? locked(Files.createTempDirectory("workerpool-"), true)
          : locked(own(given.toAbsolutePath().normalize()), false);
    } catch (IOException e) {
      String folder = given == null ? "no temporary folder" : given.toString();
      throw new BadInput("--data: " + folder + ": " + Causes.of(e));
    }
  }

  private static Path own(Path given) throws IOException {
    if (Files.exists(given) && !Files.isDirectory(given)) {
      throw new BadInput("--data: " + given + ": is no folder");
    }
    Files.createDirectories(given);
    try (Stream<Path> entries = Files.list(given)) {
      if (!Files.exists(given.resolve(MARKER)) && entries.findAny().isPresent()) {
        throw new BadInput("--data: " + given + ": has other files; give an empty or new folder");
      }
    }
    return given;
  }

  private static DataFolder locked(Path path, boolean temporary) throws IOException {
    FileChannel marker =
        FileChannel.open(path.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = marker.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      // null says the same
    }
    if (lock == null) {
      marker.close();
      throw new BadInput("--data: " + path + ": another run uses it");
    }
    return new DataFolder(path, temporary, marker, lock);
  }

  Path path() {
    return path;
  }

  /** A folder in it, made where it is missing, for this user only. */
  Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      marker.close();
      if (temporary) {
        delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  /** What can't be removed stays. */
  static void deleteQuietly(Path path) {
    try {
      delete(path);
    } catch (IOException e) {
      // It is a temporary one.
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
