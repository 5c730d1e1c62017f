package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Processes that ended in the same way. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExitCodeGroup(
    @JsonPropertyDescription(
            "0: success; 1 to 255: returned by the process; -N: ended by signal N.")
        Integer exitCode,
    @JsonPropertyDescription("How many processes.") Integer count,
    @JsonPropertyDescription("Which processes, as intervals: 1-93,95,main.") String processes,
    @JsonPropertyDescription(
            "Where the code comes from. Shim: recorded by our init process. Runtime: the container"
                + " runtime's. Synthesized: concluded. Lost: nobody knows, the code is 255.")
        String source,
    @JsonPropertyDescription("Why, in one word.") String reason) {}
