package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/**
 * What a user asks for. Absent fields have their defaults once a record exists, so that the same
 * object means the same in a cluster (where the schema fills them in) and in local mode.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkerPoolSpec(
    @JsonPropertyDescription(
            "How many numbered processes to run, named Process-1, Process-2, and so on. 0 runs"
                + " none. This is the field of the scale subresource.")
        @Min(0)
        @Max(10_000)
        @Default("0")
        @SpecReplicas
        @PrinterColumn(name = "Desired")
        Integer replicas,
    @JsonPropertyDescription(
            "The pod that every process runs in; `kubectl explain pod.spec` describes its fields."
                + " The process is the container named worker, else the first one. restartPolicy"
                + " is left out or Never: the operator restarts processes by spec.restartPolicy."
                + " A changed template applies to processes started later.")
        @Required
        PodTemplateSpec template,
    @JsonPropertyDescription(
            "How the init process (shim) that records exit codes and signals gets into the pod."
                + " Inject: an init container copies it in, and it is put before command, which is"
                + " then required. Image: the image has it at /workerpool/init; it is put before"
                + " command, or is the image's entrypoint where no command is given. None: there"
                + " is none, and exit codes come from the container runtime.")
        @Default("Inject")
        Shim shim,
    @JsonPropertyDescription(
            "Named processes besides the numbered ones, or instead of them. Names are unique, and"
                + " stay so when written in lower case with every run of other characters than"
                + " letters and digits as one dash.")
        List<ProcessSpec> processes,
    @JsonPropertyDescription(
            "Never: a process that has ended stays ended. OnFailure: one that ended with another"
                + " code than 0 is started again, at most backoffLimit times. Always: every one"
                + " that has ended is started again, so that the pool never finishes by itself.")
        @Default("Never")
        RestartPolicy restartPolicy,
    @JsonPropertyDescription(
            "With restartPolicy OnFailure: how many times each process is started again before it"
                + " counts as failed. Restarts after a disruption (drained or preempted node) are"
                + " not counted.")
        @Min(0)
        @Max(100_000)
        @Default("6")
        Integer backoffLimit,
    @JsonPropertyDescription(
            "Whether the numbered processes are daemons. The pool does not wait for daemons: when"
                + " the last other process has ended, they are terminated.")
        @Default("false")
        Boolean daemon,
    @JsonPropertyDescription(
            "Continue: the others go on when a process has failed for good. Terminate: they are"
                + " terminated, and the pool is Failed.")
        @Default("Continue")
        FailurePolicy failurePolicy,
    @JsonPropertyDescription(
            "How long a process may take from the creation of its pod until its container runs."
                + " One that takes longer is ended with exit code 255, reason StartFailed. Absent:"
                + " for ever.")
        @Min(1)
        @Max(MOST_SECONDS)
        Long startDeadlineSeconds,
    @JsonPropertyDescription(
            "How long the pool may take from its start, or from its last resumption, until it has"
                + " finished. Then its processes are terminated, and it is Failed with reason"
                + " DeadlineExceeded. Absent: for ever.")
        @Min(1)
        @Max(MOST_SECONDS)
        Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "How long after it has finished the pool is deleted, with its pods, logs and channel."
                + " Absent: never.")
        @Min(0)
        @Max(MOST_SECONDS)
        Long ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "How long a process may be on a node that does not answer before it is declared lost:"
                + " exit code 255, source Lost, and by restartPolicy it is started again elsewhere."
                + " It may still run there: setting this accepts that a process can run twice."
                + " Absent: never.")
        @Min(1)
        @Max(MOST_SECONDS)
        Long lostAfterSeconds,
    @JsonPropertyDescription(
            "True: processes that are alive are terminated and none is started; this is not"
                + " charged to backoffLimit. False again: they are started once more.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "True: all processes are terminated, and the pool is Failed with reason Terminated."
                + " It can't be taken back.")
        @Default("false")
        Boolean terminate,
    @JsonPropertyDescription("The queues and events that the processes share.")
        ChannelSpec channel) {

  /** Ten years: more is a typing error, and would overflow times. */
  private static final long MOST_SECONDS = 315_360_000L;

  public WorkerPoolSpec {
    replicas = replicas == null ? 0 : replicas;
    shim = shim == null ? Shim.INJECT : shim;
    processes = processes == null ? List.of() : List.copyOf(processes);
    restartPolicy = restartPolicy == null ? RestartPolicy.NEVER : restartPolicy;
    backoffLimit = backoffLimit == null ? 6 : backoffLimit;
    daemon = daemon != null && daemon;
    failurePolicy = failurePolicy == null ? FailurePolicy.CONTINUE : failurePolicy;
    suspend = suspend != null && suspend;
    terminate = terminate != null && terminate;
    channel = channel == null ? new ChannelSpec(List.of(), List.of()) : channel;
  }
}
