package dev.workerpool.local;

import dev.workerpool.api.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of single processes, as files of the data folder: {@code terminate}, {@code kill}
 * and {@code start} stand for the annotations of a pool in a cluster.
 */
final class RequestFiles {
  static final List<String> ANNOTATIONS = List.of(Labels.TERMINATE, Labels.KILL, Labels.START);

  private final Path folder;
  private Map<String, String> last = Map.of();

  /** In that folder; null for nowhere. Lists of a former run are taken away. */
  RequestFiles(Path folder) {
    this.folder = folder;
    if (folder != null) {
      ANNOTATIONS.forEach(annotation -> file(annotation).toFile().delete());
    }
  }

  /** Whether there can be any, so that it is worth looking again and again. */
  boolean exist() {
    return folder != null;
  }

  private Path file(String annotation) {
    return folder.resolve(annotation.substring(annotation.indexOf('/') + 1));
  }

  /** Reads the lists; answers whether they differ from those of the last time. */
  boolean changed() {
    var before = last;
    last = folder == null ? Map.of() : read();
    return !last.equals(before);
  }

  private Map<String, String> read() {
    var lists = new TreeMap<String, String>();
    for (String annotation : ANNOTATIONS) {
      try {
        if (Files.isRegularFile(file(annotation))) {
          lists.put(annotation, String.join(",", Files.readAllLines(file(annotation))).strip());
        }
      } catch (IOException unreadable) {
        // Being written, or gone again: the next look tells.
        lists.remove(annotation);
      }
    }
    return lists;
  }

  /** The lists as they were read last, by annotation. */
  Map<String, String> lists() {
    return last;
  }
}
