package dev.workerpool;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the packages, and what the pure ones do without. */
class LayersTest {
  private static final String ROOT = "dev.workerpool.";

  private static final Set<String> PURE_BELOW = Set.of("process", "channel", "api");
  private static final Set<String> BELOW = Set.of("pool", "relay", "process", "channel", "api");
  private static final Set<String> EVERYTHING =
      Set.of("reconcile", "http", "kube", "local", "pool", "relay", "process", "channel", "api");

  /** What each package may import of ours, besides itself; main may import all of them. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "api", Set.of(),
          "process", Set.of("api"),
          "channel", Set.of("api"),
          "pool", PURE_BELOW,
          "relay", PURE_BELOW,
          "reconcile", BELOW,
          "http", BELOW,
          "kube", BELOW,
          "local", BELOW,
          "bench", EVERYTHING);

  /** Calls that read the world: time, chance, environment. */
  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Instant.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.systemUTC",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private static final Set<String> WORLDLY =
      Set.of(
          "java.lang.Thread",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.security.SecureRandom",
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.workerpool");
  }

  static Stream<String> rooms() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void arrows_runOneWay(String room) {
    String[] others =
        Stream.concat(MAY_IMPORT.keySet().stream(), Stream.of("main"))
            .filter(other -> !other.equals(room) && !MAY_IMPORT.get(room).contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .check(classes);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "pool", "channel"})
  void pureRooms_doWithoutTheWorld(String room) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.fabric8.kubernetes.client..",
                "org.slf4j..",
                "java.util.concurrent..",
                "java.net..",
                "java.nio.file..",
                "org.eclipse.jetty..",
                "io.javaoperatorsdk.."))
        .orShould()
        .dependOnClassesThat(
            describe("are threads, random sources or files", c -> WORLDLY.contains(c.getName())))
        .orShould()
        .callMethodWhere(
            describe(
                "reads time, chance or environment",
                (JavaCall<?> call) ->
                    IMPURE.contains(
                        call.getTargetOwner().getFullName() + "." + call.getTarget().getName())))
        .check(classes);
  }
}
