package dev.workerpool.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of processes, shared pages divided among those who share them (PSS; Linux). */
final class Memory {
  private static final double KIBIBYTES = 1024;

  private Memory() {}

  /** Of a process and all that it started. */
  static double mebibytes(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .mapToDouble(process -> mebibytesOf(process.pid()))
        .sum();
  }

  private static double mebibytesOf(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
              .filter(line -> line.startsWith("Pss:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
              .sum()
          / KIBIBYTES;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
