package dev.workerpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every reason that the code knows is explained, or is named here as being no trouble. */
class TroubleshootingTest {
  private static final Path MAIN = Path.of("src", "main", "java", "dev", "workerpool");
  private static final Path DOCS = Path.of("..", "docs", "troubleshooting.md");

  /** Where reasons come from: whole rooms, and single files of others. */
  private static final List<String> SOURCES =
      List.of(
          "process",
          "pool",
          "kube/Refusals.java",
          "reconcile/Ledger.java",
          "relay/ChannelView.java",
          "local/PoolLoop.java",
          "local/OsProcesses.java");

  private static final Pattern WORD = Pattern.compile("\"([A-Z][a-z]+[A-Za-z]*|[A-Z]+[a-z]+)\"");

  /** Reasons of what is as it should be, or on its way there. */
  private static final Set<String> NO_TROUBLE =
      Set.of(
          "AllStarted",
          "AllSucceeded",
          "Completed",
          "Ended",
          "EndingDaemons",
          "NoProcesses",
          "NotFinished",
          "NotStarted",
          "NotSuspended",
          "Progressing",
          "Restarted",
          "Resumed",
          "Running",
          "Serving",
          "Settled",
          "ShimRecords",
          "Started",
          "Starting",
          "Suspended",
          "Suspending",
          "Terminating",
          "Understood");

  /** Words of Kubernetes that are read, and words of the status that are no reasons. */
  private static final Set<String> OTHER_WORDS =
      Set.of(
          "Always",
          "Conflict",
          "ContainerCannotRun",
          "ContainerCreating",
          "ContainerStatusUnknown",
          "ContainersReady",
          "DeletionByPodGC",
          "DeletionByTaintManager",
          "DisruptionTarget",
          "ErrImageNeverPull",
          "ErrImagePull",
          "EvictionByEvictionAPI",
          "Failed",
          "False",
          "ImageInspectError",
          "ImagePullBackOff",
          "InvalidImageName",
          "Lost",
          "Never",
          "NodeLost",
          "Pending",
          "PodInitializing",
          "PodScheduled",
          "PreemptionByKubeScheduler",
          "PreemptionByScheduler",
          "Ready",
          "RegistryUnavailable",
          "Runtime",
          "Shim",
          "SignatureValidationFailed",
          "StartError",
          "Succeeded",
          "Synthesized",
          "TerminationByKubelet",
          "True",
          "Unknown");

  private static Set<String> words() throws IOException {
    var words = new TreeSet<String>();
    for (String source : SOURCES) {
      try (var files = Files.walk(MAIN.resolve(source))) {
        files.filter(Files::isRegularFile).forEach(file -> words.addAll(words(file)));
      }
    }
    words.removeAll(OTHER_WORDS);
    words.removeAll(NO_TROUBLE);
    return words;
  }

  private static Set<String> words(Path file) {
    try {
      return WORD.matcher(Files.readString(file))
          .results()
          .map((MatchResult word) -> word.group(1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> headings() throws IOException {
    return Pattern.compile("(?m)^### (\\w+)$")
        .matcher(Files.readString(DOCS))
        .results()
        .map(heading -> heading.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReason_hasAnEntry() throws IOException {
    assertThat(headings()).containsAll(words());
  }

  @Test
  void everyEntry_isAReason() throws IOException {
    var ofTheKubelet =
        Set.of("CreateContainerConfigError", "CreateContainerError", "CrashLoopBackOff");
    var surplus = headings();
    surplus.removeAll(words());
    surplus.removeAll(ofTheKubelet);
    assertThat(surplus).isEmpty();
  }

  @Test
  void everyEntry_hasANextStep() throws IOException {
    for (String entry : Files.readString(DOCS).split("(?m)^### ")) {
      if (entry.matches("(?s)\\w+\\n.*")) {
        assertThat(entry).contains("*Next:* ");
      }
    }
  }
}
