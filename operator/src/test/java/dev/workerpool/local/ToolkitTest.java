package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What local mode's processes find around them. */
class ToolkitTest {
  @TempDir Path folder;
  private Toolkit toolkit;

  @BeforeEach
  void unpack() {
    toolkit = Toolkit.unpack(folder);
  }

  @Test
  void unpack_bringsThePythonPackage() {
    assertThat(folder.resolve("python/workerpool/multiprocessing.py")).isRegularFile();
    assertThat(folder.resolve("python/workerpool/py.typed")).isRegularFile();
  }

  @Test
  void environment_pythonpath_isThePackageBehindTheUsersOwn() {
    String ours = folder.resolve("python").toString();

    assertThat(toolkit.environment(Map.of())).containsEntry("PYTHONPATH", ours);
    assertThat(toolkit.environment(Map.of("PYTHONPATH", "/mine")))
        .containsEntry("PYTHONPATH", "/mine" + File.pathSeparator + ours);
  }

  @Test
  void unpackOfAJar_copiesTheFolderAndNothingElse(@TempDir Path scratch) throws Exception {
    Path jar = scratch.resolve("a jar.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : new String[] {"kit/python/", "kit/python/a/b.py", "kit/python2/c.py"}) {
        entry(out, name);
      }
    }
    Path target = scratch.resolve("out");
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      ResourceFolder.unpack(loader.getResource("kit/python/"), target);
    }
    assertThat(target.resolve("a/b.py")).hasContent("kit/python/a/b.py");
    assertThat(target).isDirectoryRecursivelyContaining("glob:**/b.py");
    assertThat(target).isDirectoryNotContaining("glob:**c.py");
  }

  private static void entry(JarOutputStream out, String name) throws IOException {
    out.putNextEntry(new JarEntry(name));
    if (!name.endsWith("/")) {
      out.write(name.getBytes());
    }
    out.closeEntry();
  }
}
