package dev.workerpool.process;

import dev.workerpool.fuzz.KeptInputs;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.charset.StandardCharsets;

/** Termination messages, which a worker may write itself: the first line is the pod's phase. */
public class EndFuzzTest {

  /** Some state, whatever the message is; an exit code only where one can be. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String message = text.substring(end + 1);
    ShimRecord.parse(message).ifPresent(EndFuzzTest::check);
    ProcessStates.of(pod(end < 0 ? "Failed" : text.substring(0, end), message));
  }

  private static void check(ShimRecord record) {
    if (record.code() < -64 || record.code() > 255) {
      throw new AssertionError(record.toString());
    }
  }

  private static Pod pod(String phase, String message) {
    ContainerStateTerminated terminated =
        new ContainerStateTerminatedBuilder()
            .withExitCode(message.length() % 256)
            .withReason(phase)
            .withMessage(message)
            .withFinishedAt(phase)
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withTerminated(terminated)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  @KeptInputs
  void message_isReadOrIgnored(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
