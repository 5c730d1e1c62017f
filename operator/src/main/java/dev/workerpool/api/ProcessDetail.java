package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** One process in its last attempt. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProcessDetail(
    @JsonPropertyDescription("What identifies the process in its pool.") String key,
    @JsonPropertyDescription("The name of the process.") String name,
    @JsonPropertyDescription("initial, started or stopped.") String state,
    @JsonPropertyDescription(
            "Absent while the process is alive. 0: success; 1 to 255: returned; -N: signal N.")
        Integer exitCode,
    @JsonPropertyDescription("The name of the signal that ended the process.") String signal,
    @JsonPropertyDescription("Where the exit code comes from: Shim, Runtime, Synthesized, Lost.")
        String source,
    @JsonPropertyDescription(
            "Whether the program ever ran: True, False or Unknown. False is always safe to run"
                + " again.")
        String ran,
    @JsonPropertyDescription("Why it is in this state, in one word.") String reason,
    @JsonPropertyDescription("The pod of its last attempt.") String pod) {}
