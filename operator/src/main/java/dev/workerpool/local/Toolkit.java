package dev.workerpool.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image carries under /opt/workerpool, unpacked from the jar: the shim, the SDK, the {@code
 * worker} command, the Python package. And how a process is started with it.
 */
final class Toolkit {
  private static final String RESOURCES = "/workerpool/";
  private static final String SHIM = "init";
  private static final String WORKER = "bin/worker";
  private static final String SDK = "lib/worker-sdk.jar";
  private static final String PYTHON = "python";
  private static final int USAGE = 2;

  private final Path folder;
  private final List<String> session;
  private final boolean shim;

  private Toolkit(Path folder, boolean shim, List<String> session) {
    this.folder = folder;
    this.shim = shim;
    this.session = session;
  }

  static Toolkit unpack(Path folder) {
    return unpack(folder, RESOURCES);
  }

  /**
   * @param resources where the class path has the files; what it has not is done without
   */
  static Toolkit unpack(Path folder, String resources) {
    for (String name : List.of(SHIM, WORKER, SDK)) {
      unpackOne(resources + name, folder.resolve(name));
    }
    ResourceFolder.unpack(resources + PYTHON, folder.resolve(PYTHON));
    boolean shim = runs(folder.resolve(SHIM).toString());
    boolean setsid = !shim && runs("setsid", "--version");
    return new Toolkit(folder, shim, setsid ? List.of("setsid") : List.of());
  }

  private static void unpackOne(String resource, Path target) {
    try (InputStream in = Toolkit.class.getResourceAsStream(resource)) {
      if (in != null) {
        Files.createDirectories(target.getParent());
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + target, e);
    }
  }

  /** Whether that program runs on this machine at all; a wrong usage is a run. */
  private static boolean runs(String... command) {
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      return status == 0 || status == USAGE;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether ends of processes are recorded by the shim. */
  boolean hasShim() {
    return shim;
  }

  /**
   * The command line that runs a command in an OS session of its own, so that ^C at the terminal
   * doesn't reach it, and (with the shim) leaves nothing of it behind.
   */
  List<String> commandLine(Path record, List<String> command) {
    if (!shim) {
      return concat(session, command);
    }
    String parent = Long.toString(ProcessHandle.current().pid());
    List<String> init =
        List.of(
            folder.resolve(SHIM).toString(),
            "--setsid",
            "--kill-group",
            "--with-parent",
            parent,
            "--record",
            record.toString(),
            "--");
    return concat(init, command);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /**
   * What a process finds besides its own variables: the user's environment without what is meant
   * for another WorkerPool process, and the same additions as in the images.
   */
  Map<String, String> environment(Map<String, String> users) {
    Map<String, String> environment = new HashMap<>(users);
    environment.keySet().removeIf(name -> name.startsWith("WORKERPOOL_"));
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    String path =
        String.join(
            File.pathSeparator,
            folder.resolve(WORKER).getParent().toString(),
            java,
            users.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    environment.put("PATH", path);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CLASSPATH", folder.resolve(SDK).toString());
    if (Files.isDirectory(folder.resolve(PYTHON))) {
      environment.merge("PYTHONPATH", folder.resolve(PYTHON).toString(), Toolkit::behind);
    }
    return environment;
  }

  /** What the user set comes first: someone who works on the package runs that one. */
  private static String behind(String users, String ours) {
    return users.isEmpty() ? ours : users + File.pathSeparator + ours;
  }
}
