package dev.workerpool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.process.ProcessState.Started;
import dev.workerpool.process.ProcessState.Stopped;
import dev.workerpool.process.ProcessState.Unknown;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The main rows of the truth table from pod to process. */
class ProcessStatesTest {
  private static final String DELETED =
      "deletionTimestamp: '2026-01-01T00:01:30Z', deletionGracePeriodSeconds: 30";
  private static final String AFTER = "finishedAt: '2026-01-01T00:01:10Z', containerID: 'c://1'";
  private static final String BEFORE = "finishedAt: '2026-01-01T00:00:10Z', containerID: 'c://1'";

  private static ProcessState state(String metadata, String status) {
    return stateOn("nodeName: n", metadata, status);
  }

  private static ProcessState stateOn(String spec, String metadata, String status) {
    String yaml =
        "kind: Pod\nmetadata: {name: p, %s}\nspec: {%s}\nstatus: {%s}"
            .formatted(metadata, spec, status);
    return ProcessStates.of(Serialization.unmarshal(yaml, Pod.class));
  }

  private static Exit exit(String metadata, String status) {
    assertThat(state(metadata, status)).isInstanceOf(Stopped.class);
    return ((Stopped) state(metadata, status)).exit();
  }

  private static String terminated(String phase, String terminated) {
    return "phase: %s, containerStatuses: [{name: worker, state: {terminated: {%s}}}]"
        .formatted(phase, terminated);
  }

  private static String disruption(String reason) {
    return ", conditions: [{type: DisruptionTarget, status: 'True', reason: %s}]".formatted(reason);
  }

  private static void assertExit(Exit exit, int code, Source source, String reason) {
    assertThat(exit.code()).isEqualTo(code);
    assertThat(exit.source()).isEqualTo(source);
    assertThat(exit.reason()).isEqualTo(reason);
  }

  @Test
  void row2_unschedulable_isStarted() {
    var status =
        "phase: Pending, conditions: [{type: PodScheduled, status: 'False',"
            + " reason: Unschedulable, message: '0/1 nodes'}]";
    assertThat(stateOn("", "", status)).isEqualTo(new Started("Unschedulable", "0/1 nodes"));
  }

  @Test
  void row3_containerCreating_isStarting() {
    var status =
        "phase: Pending, containerStatuses:"
            + " [{name: worker, state: {waiting: {reason: ContainerCreating}}}]";
    assertThat(state("", status)).isEqualTo(new Started("Starting", ""));
    assertThat(state("", "")).isEqualTo(new Started("Starting", ""));
  }

  @Test
  void row4_imageNotPulled_isStartedAndSaysSo_alsoForInitContainers() {
    String waiting = "[{name: %s, state: {waiting: {reason: ImagePullBackOff, message: no}}}]";
    assertThat(state("", "phase: Pending, containerStatuses: " + waiting.formatted("worker")))
        .isEqualTo(new Started("ImagePull", "no"));
    assertThat(state("", "phase: Pending, initContainerStatuses: " + waiting.formatted("i")))
        .isEqualTo(new Started("ImagePull", "no"));
  }

  @Test
  void row6_running() {
    var status = "phase: Running, containerStatuses: [{name: worker, state: {running: {}}}]";
    assertThat(state("", status)).isEqualTo(new Started("Running", ""));
  }

  @Test
  void row7_exitedBesideALiveSidecar_isStopped() {
    var status =
        "phase: Running, containerStatuses: [{name: side, state: {running: {}}},"
            + " {name: worker, state: {terminated: {exitCode: 3, reason: Error}}}]";
    assertExit(exit("", status), 3, Source.RUNTIME, "Error");
  }

  @Test
  void rows8And9_shimRecord_isTrusted() {
    assertExit(
        exit("", terminated("Succeeded", "exitCode: 0, message: '{\"workerpool\":1,\"exit\":0}'")),
        0,
        Source.SHIM,
        "Completed");
    assertExit(
        exit("", terminated("Failed", "exitCode: 3, message: '{\"workerpool\":1,\"exit\":3}'")),
        3,
        Source.SHIM,
        "Error");
  }

  /** The server takes any number of seconds, as text; a pod that says so must not stop us. */
  @Test
  void graceBeyondAllTimes_isNoError() {
    for (long grace : new long[] {0, Long.MAX_VALUE, -1}) {
      String deleted =
          "deletionTimestamp: '2026-01-01T00:01:11Z', deletionGracePeriodSeconds: " + grace;
      String spec = "nodeName: n, terminationGracePeriodSeconds: " + Long.MAX_VALUE;
      String running = "phase: Running, containerStatuses: [{name: worker, state: {running: {}}}]";
      assertThat(stateOn(spec, deleted, running)).isInstanceOf(Started.class);
      var ended = stateOn(spec, deleted, terminated("Failed", "exitCode: 137, " + AFTER));
      assertThat(((Stopped) ended).exit().code()).isEqualTo(-9);
    }
  }

  /** The kubelet's last delete has period 0, and moves the timestamp to when it came. */
  @Test
  void endAfterDeletion_seenOnlyOnceTheKubeletIsThrough_isStillAfterIt() {
    String over = "deletionTimestamp: '2026-01-01T00:01:11Z', deletionGracePeriodSeconds: 0";
    String ours = over + ", annotations: {workerpool.dev/stop-reason: ScaledDown}";
    String ended = terminated("Failed", "exitCode: 143, " + AFTER);
    for (String reason : new String[] {"DeletedExternally", "ScaledDown"}) {
      var state =
          stateOn(
              "nodeName: n, terminationGracePeriodSeconds: 30",
              reason.equals("ScaledDown") ? ours : over,
              ended);
      assertExit(((Stopped) state).exit(), -15, Source.RUNTIME, reason);
    }
  }

  @Test
  void exit137AndSigkill_areToldApartByTheShim() {
    assertExit(
        exit("", terminated("Failed", "exitCode: 137, message: '{\"workerpool\":1,\"exit\":137}'")),
        137,
        Source.SHIM,
        "Error");
    assertExit(
        exit("", terminated("Failed", "exitCode: 137, message: '{\"workerpool\":1,\"signal\":9}'")),
        -9,
        Source.SHIM,
        "Killed");
  }

  @Test
  void row10_javaAnswersTermWith143_isSigterm() {
    var end =
        terminated(
            "Failed",
            "exitCode: 143, %s, message: '{\"workerpool\":1,\"exit\":143,\"forwarded\":15}'"
                .formatted(AFTER));
    assertExit(exit(DELETED, end), -15, Source.SHIM, "DeletedExternally");
    assertThat(exit(DELETED, end).signal()).contains("SIGTERM");
  }

  @Test
  void row10_deletedByUs_hasOurReason() {
    var metadata = DELETED + ", annotations: {workerpool.dev/stop-reason: ScaledDown}";
    assertExit(
        exit(metadata, terminated("Failed", "exitCode: 143, " + AFTER)),
        -15,
        Source.RUNTIME,
        "ScaledDown");
  }

  @Test
  void endedBeforeItsPodWasDeleted_keepsItsOwnReason() {
    assertExit(
        exit(DELETED, terminated("Failed", "exitCode: 3, " + BEFORE)), 3, Source.RUNTIME, "Error");
  }

  @Test
  void rows11And12_killWithoutRecord_isSynthesizedOnlyOnADeletedPod() {
    assertExit(
        exit(DELETED, terminated("Failed", "exitCode: 137, reason: Error, " + AFTER)),
        -9,
        Source.SYNTHESIZED,
        "DeletedExternally");
    assertExit(
        exit("", terminated("Failed", "exitCode: 137, reason: Error")),
        -9,
        Source.RUNTIME,
        "Killed");
  }

  @Test
  void rows13And14_oomKilled_isASignalOnlyWith137() {
    assertExit(
        exit("", terminated("Failed", "exitCode: 137, reason: OOMKilled")),
        -9,
        Source.RUNTIME,
        "OOMKilled");
    assertExit(
        exit(
            "",
            terminated(
                "Failed",
                "exitCode: 5, reason: OOMKilled," + " message: '{\"workerpool\":1,\"exit\":5}'")),
        5,
        Source.SHIM,
        "ChildOOM");
  }

  @Test
  void row15_startError_neverRan() {
    var exit = exit("", terminated("Failed", "exitCode: 128, reason: StartError"));
    assertExit(exit, 128, Source.RUNTIME, "StartFailed");
    assertThat(exit.neverStarted()).isTrue();
  }

  @Test
  void row16_deletedBeforeItsInitContainersWereDone_neverRan() {
    var status =
        "phase: Failed, initContainerStatuses: [{name: i, state: {waiting: {}}}],"
            + " containerStatuses: [{name: worker, state: {terminated:"
            + " {exitCode: 137, reason: ContainerStatusUnknown}}}]";
    var exit = exit(DELETED, status);
    assertExit(exit, -15, Source.SYNTHESIZED, "DeletedBeforeStart");
    assertThat(exit.neverStarted()).isTrue();
  }

  @Test
  void rows17To19_unknownEnds_areLost() {
    assertExit(
        exit("", terminated("Failed", "exitCode: 137, reason: ContainerStatusUnknown")),
        255,
        Source.LOST,
        "StatusLost");
    assertExit(
        exit(
            DELETED,
            "phase: Pending, containerStatuses: [{name: worker, state: {waiting: {}},"
                + " lastState: {terminated: {exitCode: 137, reason: ContainerStatusUnknown}}}]"),
        255,
        Source.LOST,
        "StatusLost");
    assertExit(
        exit("", terminated("Failed", "exitCode: 255, reason: Unknown")),
        255,
        Source.LOST,
        "RuntimeLost");
  }

  @Test
  void row20_exitMinusOne_is255ByTheRuntime() {
    assertExit(
        exit("", terminated("Failed", "exitCode: 255, reason: Error")),
        255,
        Source.RUNTIME,
        "Error");
  }

  @Test
  void rows21And22_evicted() {
    assertExit(
        exit("", "reason: Evicted, " + terminated("Failed", "exitCode: 137, reason: Error")),
        -9,
        Source.RUNTIME,
        "EvictedOverLimit");
    var exit = exit("", "phase: Failed, reason: OutOfcpu");
    assertExit(exit, 255, Source.SYNTHESIZED, "NotAdmitted");
    assertThat(exit.neverStarted()).isTrue();
  }

  @Test
  void row23_deadlineWithoutStatus_isSigkill() {
    assertExit(
        exit("", "phase: Failed, reason: DeadlineExceeded"),
        -9,
        Source.SYNTHESIZED,
        "DeadlineExceeded");
  }

  @Test
  void row26_drained_isNotCharged() {
    var exit =
        exit(
            DELETED,
            terminated("Failed", "exitCode: 143, " + AFTER) + disruption("EvictionByEvictionAPI"));
    assertExit(exit, -15, Source.RUNTIME, "Drained");
    assertThat(exit.disrupted()).isTrue();
  }

  @Test
  void row27_terminating_isAlive() {
    var status = "phase: Running, containerStatuses: [{name: worker, state: {running: {}}}]";
    assertThat(state(DELETED, status))
        .isEqualTo(new Started("Terminating", "", Instant.parse("2026-01-01T00:01:30Z")));
  }

  @Test
  void row29_nodeLost_isAliveAndUnreachable() {
    var status =
        "phase: Running, reason: NodeLost, containerStatuses:"
            + " [{name: worker, state: {running: {}}}]";
    assertThat(state("", status)).isEqualTo(new Started("NodeUnreachable", ""));
  }

  @Test
  void row30_collectedWithItsNode_isLost() {
    var status = "phase: Failed, containerStatuses: [{name: worker, state: {running: {}}}]";
    assertExit(exit("", status + disruption("DeletionByPodGC")), 255, Source.LOST, "NodeGone");
  }

  @Test
  void row33_initFailed_neverRan() {
    var status =
        "phase: Failed, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 2}}}],"
            + " containerStatuses: [{name: worker, state: {waiting: {reason: PodInitializing}}}]";
    var exit = exit("", status);
    assertExit(exit, 255, Source.SYNTHESIZED, "InitFailed");
    assertThat(exit.neverStarted()).isTrue();
  }

  @Test
  void row35_unknownPhase_isUnknownAndAlive() {
    var state = state("", "phase: Strange");
    assertThat(state).isInstanceOf(Unknown.class);
    assertThat(state.alive()).isTrue();
  }

  @Test
  void deletedBeforeItHadANode_neverRan() {
    assertThat(stateOn("", DELETED, "phase: Pending"))
        .isInstanceOfSatisfying(
            Stopped.class,
            s -> assertExit(s.exit(), -15, Source.SYNTHESIZED, "DeletedBeforeStart"));
  }

  @Test
  void theProcessIsTheContainerNamedWorkerElseTheFirstOfTheSpec() {
    var statuses =
        "phase: Running, containerStatuses: [{name: b, state: {running: {}}},"
            + " {name: a, state: {terminated: {exitCode: 1}}}]";
    assertThat(stateOn("nodeName: n, containers: [{name: a}, {name: b}]", "", statuses).alive())
        .isFalse();
  }
}
