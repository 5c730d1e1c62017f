package dev.workerpool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms, and what may not come into the pure ones. */
class ArchitectureTest {
  private static final String ROOT = "dev.workerpool.";

  /** What each room may import of ours; it may always import itself. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "api", Set.of(),
          "process", Set.of("api"),
          "channel", Set.of("api"),
          "pool", Set.of("process", "channel", "api"),
          "relay", Set.of("process", "channel", "api"),
          "reconcile", Set.of("pool", "relay", "process", "channel", "api"),
          "http", Set.of("pool", "relay", "process", "channel", "api"),
          "kube", Set.of("pool", "relay", "process", "channel", "api"),
          "local", Set.of("pool", "relay", "process", "channel", "api"));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.workerpool");
  }

  static Stream<String> rooms() {
    return ARROWS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void room_importsOnlyWhatItsArrowsAllow(String room) {
    String[] forbidden =
        Stream.concat(ARROWS.keySet().stream(), Stream.of("main"))
            .filter(other -> !other.equals(room) && !ARROWS.get(room).contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void pureRooms_haveNoClientThreadLoggerOrFile() {
    noClasses()
        .that()
        .resideInAnyPackage(pure())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "org.slf4j..",
            "org.eclipse.jetty..",
            "java.net..",
            "java.nio.file..",
            "java.util.concurrent..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void pureRooms_askForNoTimeChanceOrEnvironment() {
    var rule = noClasses().that().resideInAnyPackage(pure()).should();
    rule.callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .allowEmptyShould(true)
        .check(classes);
  }

  private static String[] pure() {
    return List.of("process", "pool", "channel").stream()
        .map(room -> ROOT + room + "..")
        .toArray(String[]::new);
  }
}
