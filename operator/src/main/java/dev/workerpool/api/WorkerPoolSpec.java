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
                + " code than 0 is started again, at most backoffLimit times.")
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
    @JsonPropertyDescription("The queues and events that the processes share.")
        ChannelSpec channel) {

  public WorkerPoolSpec {
    replicas = replicas == null ? 0 : replicas;
    shim = shim == null ? Shim.INJECT : shim;
    processes = processes == null ? List.of() : List.copyOf(processes);
    restartPolicy = restartPolicy == null ? RestartPolicy.NEVER : restartPolicy;
    backoffLimit = backoffLimit == null ? 6 : backoffLimit;
    channel = channel == null ? new ChannelSpec(List.of(), List.of()) : channel;
  }
}
