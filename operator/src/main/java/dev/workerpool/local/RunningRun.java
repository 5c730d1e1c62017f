package dev.workerpool.local;

import dev.workerpool.api.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that goes on now, as other commands of this user find it: by its data folder, or in the
 * list of this user's runs.
 *
 * @param pid of the run
 * @param tokenFile readable by this user only; good as long as the run lasts
 */
public record RunningRun(
    long pid, String pool, String url, String namespace, String channel, String tokenFile) {
  private static final String FILE = "connect.json";

  /** The list of this user's runs, for him only; made where it is missing. */
  public static Path list(Path runtime) {
    return ownFolder(runtime.resolve("runs"));
  }

  /** A folder for this user only. */
  public static Path ownFolder(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      boolean own =
          Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")))
              || !Files.exists(Path.of("/proc/self"));
      if (!own
          || !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
              .endsWith("---")) {
        throw new BadInput(folder + " must be this user's, and for nobody else");
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files by which a run is known; closing removes them. */
  public record Published(List<Path> files) implements AutoCloseable {
    @Override
    public void close() {
      for (Path file : files) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Makes the run known, until what is returned is closed. */
  public Published publish(Path data, Path list) {
    List<Path> files = List.of(data.resolve(FILE), list.resolve(pid + ".json"));
    files.forEach(this::write);
    return new Published(files);
  }

  private void write(Path file) {
    try {
      Path next = Files.createTempFile(file.getParent(), "run", "");
      Files.writeString(next, WireJson.write(this));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run that has that data folder; empty when none has. */
  public static Optional<RunningRun> of(Path data) {
    return read(data.resolve(FILE));
  }

  /** All in that list that go on. */
  public static List<RunningRun> all(Path list) {
    try (Stream<Path> files = Files.list(list)) {
      List<RunningRun> runs = new ArrayList<>();
      files
          .filter(file -> file.getFileName().toString().matches("[0-9]+\\.json"))
          .sorted()
          .forEach(file -> read(file).ifPresent(runs::add));
      return runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<RunningRun> read(Path file) {
    try {
      RunningRun run = WireJson.read(Files.readString(file), RunningRun.class);
      return ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive).map(alive -> run);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // it has just ended, or was killed while it wrote
    }
  }
}
