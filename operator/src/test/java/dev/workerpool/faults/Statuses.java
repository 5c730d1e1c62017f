package dev.workerpool.faults;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;

/** Refusals in the API server's words. */
final class Statuses {
  private Statuses() {}

  static byte[] json(Fault.Answer answer) {
    var status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(answer.status())
            .withReason(answer.reason())
            .withMessage(answer.message())
            .build();
    return Serialization.asJson(status).getBytes(StandardCharsets.UTF_8);
  }
}
