package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/**
 * What was observed. It is history too: exit codes and restart counts live here alone once a pod is
 * gone, so it is only written with the resourceVersion it was computed from. Its size stays under
 * 100 KB for 10,000 processes. Sets of processes are written as intervals: {@code "1-93,95,main"}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkerPoolStatus(
    @JsonPropertyDescription("The generation of the spec that this status was computed from.")
        Long observedGeneration,
    @JsonPropertyDescription("The epoch of the relay that last wrote the channel.")
        Long channelEpoch,
    @JsonPropertyDescription("How many numbered processes there are, ended ones included.")
        @StatusReplicas
        Integer replicas,
    @JsonPropertyDescription("How many processes are alive: started and not seen to have ended.")
        @PrinterColumn(name = "Alive")
        Integer alive,
    @JsonPropertyDescription("How many processes ended with exit code 0.")
        @PrinterColumn(name = "Succeeded")
        Integer succeeded,
    @JsonPropertyDescription("How many processes ended with another exit code than 0.")
        @PrinterColumn(name = "Failed")
        Integer failed,
    @JsonPropertyDescription("How many processes ended because somebody asked for it.")
        Integer terminated,
    @JsonPropertyDescription(
            "How many processes ended without anybody knowing how; their exit code is 255.")
        Integer lost,
    @JsonPropertyDescription("The label selector of the pool's pods, for the scale subresource.")
        @LabelSelector
        String selector,
    @JsonPropertyDescription("The processes that are alive, as intervals: 1-4,main.")
        String started,
    @JsonPropertyDescription(
            "The attempt that each process is in, where it is not the first:"
                + " 4=2,7-9=1,main=1.")
        String restarts,
    @JsonPropertyDescription(
            "How many restarts of a process came after a disruption and are not charged to"
                + " backoffLimit: 4=1.")
        String disruptions,
    @JsonPropertyDescription(
            "Until when processes wait to be started again whose pod no longer tells when it"
                + " ended. Of others the pod does.")
        List<BackoffGroup> backoff,
    @JsonPropertyDescription("Exit codes and how many processes ended so: 0×2 -15×1.")
        @PrinterColumn(name = "Exit codes")
        String exitSummary,
    @JsonPropertyDescription("Items waiting in all queues.") @PrinterColumn(name = "Ready")
        Long itemsReady,
    @JsonPropertyDescription("Items that processes hold and have not acknowledged.")
        @PrinterColumn(name = "Leased")
        Long itemsLeased,
    @JsonPropertyDescription("Items acknowledged so far.") @PrinterColumn(name = "Done")
        Long itemsDone,
    @JsonPropertyDescription("The processes that have ended, by exit code.")
        List<ExitCodeGroup> exitCodes,
    @JsonPropertyDescription("Single processes, failed ones first; at most 100.")
        List<ProcessDetail> processes,
    @JsonPropertyDescription("The channel's queues.") List<QueueStatus> queues,
    @JsonPropertyDescription("The channel's events.") List<EventStatus> events,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Suspended, ChannelReady, ExitCodesExact, Complete, Failed,"
                + " Finished; RequestsAccepted and StatusKept where there is something to say.")
        List<Condition> conditions) {

  public WorkerPoolStatus {
    started = absentIfEmpty(started);
    restarts = absentIfEmpty(restarts);
    disruptions = absentIfEmpty(disruptions);
    exitSummary = absentIfEmpty(exitSummary);
    backoff = backoff == null ? List.of() : List.copyOf(backoff);
    exitCodes = exitCodes == null ? List.of() : List.copyOf(exitCodes);
    processes = processes == null ? List.of() : List.copyOf(processes);
    queues = queues == null ? List.of() : List.copyOf(queues);
    events = events == null ? List.of() : List.copyOf(events);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Empty text is not written, so that a status equals itself when it is read back. */
  private static String absentIfEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** The status of a pool that nobody has looked at yet. */
  public static WorkerPoolStatus empty() {
    return new WorkerPoolStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null);
  }
}
