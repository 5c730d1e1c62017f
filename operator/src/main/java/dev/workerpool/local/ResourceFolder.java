package dev.workerpool.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A folder of the class path, be it in a jar or in classes not packaged yet. */
final class ResourceFolder {
  private ResourceFolder() {}

  /** Copies all that is in it; does nothing where the class path has no such folder. */
  static void unpack(String resource, Path target) {
    URL url = ResourceFolder.class.getResource(resource);
    if (url != null) {
      unpack(url, target);
    }
  }

  static void unpack(URL url, Path target) {
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        fromJar(jar.getJarFile(), jar.getEntryName(), target);
      } else {
        fromFolder(Path.of(URI.create(url.toString())), target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + url + " to " + target, e);
    }
  }

  private static void fromJar(JarFile jar, String folder, Path target) throws IOException {
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    List<JarEntry> files =
        jar.stream().filter(e -> e.getName().startsWith(prefix) && !e.isDirectory()).toList();
    for (JarEntry file : files) {
      try (InputStream in = jar.getInputStream(file)) {
        write(in, target.resolve(file.getName().substring(prefix.length())));
      }
    }
  }

  private static void fromFolder(Path folder, Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        write(in, target.resolve(folder.relativize(file).toString()));
      }
    }
  }

  private static void write(InputStream in, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
