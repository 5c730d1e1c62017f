package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the root, in a clone made up of it, the packaged jar and a Maven that copies. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("../workerpool");
  private static final Path JAR = Path.of("target/workerpool.jar").toAbsolutePath();
  private static final Instant EARLIER = Instant.now().minusSeconds(3600);

  @TempDir Path scratch;
  private Path clone;
  private Path jar;
  private Path source;

  @BeforeEach
  void makeClone() throws IOException {
    clone = Files.createDirectories(scratch.resolve("a clone"));
    Path launcher = Files.copy(LAUNCHER, clone.resolve("workerpool"));
    executable(launcher);
    jar = Files.createDirectories(clone.resolve("operator/target")).resolve("workerpool.jar");
    source = Files.createDirectories(clone.resolve("operator/src/main")).resolve("Some.java");
    Files.writeString(source, "");
    Files.writeString(clone.resolve("pom.xml"), "");
    for (Path file : List.of(source, source.getParent(), clone.resolve("pom.xml"))) {
      Files.setLastModifiedTime(file, FileTime.from(EARLIER));
    }
    Path maven = Files.createDirectories(scratch.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        "#!/bin/sh\necho built >> " + built() + "\nsleep 0.3\ncp " + JAR + " '" + jar + "'\n");
    executable(maven);
  }

  @Test
  void launcher_jarThere_passesArgumentsAndExitStatusThrough() throws Exception {
    Files.copy(JAR, jar);

    assertThat(launch(clone.resolve("workerpool"), "--version").status()).isZero();
    try (var refused = launch(clone.resolve("workerpool"), "run", "no such folder")) {
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err())
          .isEqualTo("workerpool run: no such folder: no such file or folder\n");
    }
    assertThat(builds()).isZero();
  }

  @Test
  void launcher_withoutALocale_readsItsArgumentsAsUtf8() throws Exception {
    Files.copy(JAR, jar);
    String printf = "'" + clone.resolve("workerpool") + "' run \"$(printf 'caf\\303\\251')\"";
    var builder = new ProcessBuilder("sh", "-c", printf);
    builder.environment().put("LC_ALL", "C");

    try (var refused = Launched.start(scratch, builder)) {
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).isEqualTo("workerpool run: café: no such file or folder\n");
    }
  }

  @Test
  void launcher_throughASymlinkFromAnotherFolder_findsItsClone() throws Exception {
    Files.copy(JAR, jar);
    Path link = Files.createSymbolicLink(scratch.resolve("wp"), clone.resolve("workerpool"));

    try (var version = launch(link, "--version")) {
      assertThat(version.status()).isZero();
      assertThat(version.out()).startsWith("workerpool ");
    }
  }

  @Test
  void launcher_jarMissing_buildsItOnceAndSaysSo() throws Exception {
    try (var first = launch(clone.resolve("workerpool"), "--version")) {
      assertThat(first.status()).isZero();
      assertThat(first.err().lines())
          .singleElement()
          .asString()
          .startsWith("workerpool: building the jar");
      assertThat(first.out()).startsWith("workerpool ");
    }
    assertThat(launch(clone.resolve("workerpool"), "--version").status()).isZero();
    assertThat(builds()).isOne();
  }

  @Test
  void launcher_sourceNewerThanJar_buildsAgain() throws Exception {
    Files.copy(JAR, jar);
    Files.setLastModifiedTime(jar, FileTime.from(EARLIER.plusSeconds(60)));
    Files.setLastModifiedTime(source, FileTime.from(EARLIER.plusSeconds(120)));

    assertThat(launch(clone.resolve("workerpool"), "--version").status()).isZero();

    assertThat(builds()).isOne();
  }

  @Test
  void launcher_onlyTheDocsAndTestsOfThePythonPackageNewer_buildsNothing() throws Exception {
    Files.copy(JAR, jar);
    Path python = clone.resolve("worker-image/python");
    for (String name : List.of("README.md", "tests/test_queues.py", "pyproject.toml")) {
      Path file = python.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    assertThat(launch(clone.resolve("workerpool"), "--version").status()).isZero();
    assertThat(builds()).isZero();

    Files.createDirectories(python.resolve("src"));
    Files.writeString(python.resolve("src/queues.py"), "");
    assertThat(launch(clone.resolve("workerpool"), "--version").status()).isZero();
    assertThat(builds()).isOne();
  }

  @Test
  void launcher_twoAtOnce_buildOnce() throws Exception {
    try (var one = launch(clone.resolve("workerpool"), "--version");
        var other = launch(clone.resolve("workerpool"), "--version")) {
      assertThat(one.status()).isZero();
      assertThat(other.status()).isZero();
    }
    assertThat(builds()).isOne();
  }

  @Test
  void launcher_failedBuild_isStatus1() throws Exception {
    Path maven = scratch.resolve("bin/mvn");
    Files.writeString(maven, "#!/bin/sh\nexit 1\n");

    try (var failed = launch(clone.resolve("workerpool"), "--version")) {
      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.err()).endsWith("workerpool: the build failed\n");
    }
  }

  private Launched launch(Path launcher, String... arguments) throws IOException {
    Path elsewhere = Files.createDirectories(scratch.resolve("elsewhere"));
    var builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList())
            .directory(elsewhere.toFile());
    builder.environment().merge("PATH", scratch.resolve("bin").toString(), (a, b) -> b + ":" + a);
    return Launched.start(scratch, builder);
  }

  private Path built() {
    return scratch.resolve("built");
  }

  private long builds() throws IOException {
    return Files.exists(built()) ? Files.readAllLines(built()).size() : 0;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
