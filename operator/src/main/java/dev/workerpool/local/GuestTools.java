package dev.workerpool.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program of this machine needs to use a pool's channel from outside: the SDKs, in a
 * temporary folder that goes with this JVM, and its environment.
 */
public final class GuestTools {
  /** Settings of a user, who may give them to a program on a laptop, too. */
  private static final List<String> SETTINGS =
      List.of("WORKERPOOL_LOG_LEVEL", "WORKERPOOL_GRACE_SECONDS");

  private final Toolkit toolkit;

  private GuestTools(Toolkit toolkit) {
    this.toolkit = toolkit;
  }

  public static GuestTools unpack() {
    try {
      Path folder = Files.createTempDirectory("workerpool-connect");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> DataFolder.deleteQuietly(folder)));
      return new GuestTools(Toolkit.unpack(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the SDKs: " + e.getMessage(), e);
    }
  }

  /**
   * A process's environment, as local mode makes it for a pod's.
   *
   * @param users this user's own
   * @param own the variables that say which channel, and as whom
   */
  public Map<String, String> environment(Map<String, String> users, Map<String, String> own) {
    Map<String, String> environment = new HashMap<>(toolkit.environment(users));
    String classes = users.getOrDefault("CLASSPATH", "");
    if (!classes.isEmpty()) { // a program of this machine has classes here
      environment.merge("CLASSPATH", classes, (sdk, mine) -> mine + File.pathSeparator + sdk);
    }
    for (String setting : SETTINGS) {
      if (users.containsKey(setting)) {
        environment.put(setting, users.get(setting));
      }
    }
    environment.putAll(own);
    return environment;
  }
}
