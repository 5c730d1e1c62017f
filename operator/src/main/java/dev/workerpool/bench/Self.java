package dev.workerpool.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs this jar once more. */
final class Self {
  private Self() {}

  /** {@code java OPTIONS -jar THIS.jar ARGUMENTS}. */
  static List<String> java(List<String> options, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The jar that this class is from. */
  static Path jar() {
    try {
      var source = Self.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path jar = Path.of(source);
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException("the benchmark runs from the jar only");
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
