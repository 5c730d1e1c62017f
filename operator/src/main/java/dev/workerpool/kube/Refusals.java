package dev.workerpool.kube;

import dev.workerpool.pool.CreateOutcome;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Why the server did not create a pod, in words that tell the user what to do. */
final class Refusals {
  /** In characters; what a server of ours says takes some hundred. */
  private static final int LONGEST = 2_000;

  private static final int UNPROCESSABLE = 422;

  private Refusals() {}

  static boolean isAlreadyExists(KubernetesClientException e) {
    Status status = e.getStatus();
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        && (status == null
            || !"Conflict".equals(status.getReason())
            || message(e).contains("already exists"));
  }

  static CreateOutcome of(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(e);
      case HttpURLConnection.HTTP_NOT_FOUND -> new CreateOutcome.NamespaceGoing();
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
          new CreateOutcome.Refused("TemplateRefused", message(e) + " Change spec.template.");
      default -> new CreateOutcome.Unsure(message(e));
    };
  }

  private static CreateOutcome forbidden(KubernetesClientException e) {
    String message = message(e);
    if (hasCause(e.getStatus(), "NamespaceTerminating")) {
      return new CreateOutcome.NamespaceGoing();
    }
    if (message.contains("exceeded quota")) {
      return new CreateOutcome.Refused(
          "QuotaExceeded", message + " Raise the quota or ask for less; it is tried again.");
    }
    if (message.contains("violates PodSecurity")) {
      return new CreateOutcome.Refused(
          "PodSecurityRefused",
          message + " Change spec.template, or the namespace's Pod Security level.");
    }
    return new CreateOutcome.Refused(
        "PodRefused", message + " Change spec.template or what refuses it; it is tried again.");
  }

  private static boolean hasCause(Status status, String reason) {
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses() != null
        && status.getDetails().getCauses().stream()
            .map(StatusCause::getReason)
            .anyMatch(reason::equals);
  }

  /** What the server said, as a sentence, without the client library's dump of it. */
  static String message(KubernetesClientException e) {
    Status status = e.getStatus();
    String message =
        status != null && status.getMessage() != null ? status.getMessage() : e.getMessage();
    String text = message == null ? "the API server did not answer" : message.strip();
    return text.endsWith(".") ? shortened(text) : shortened(text) + ".";
  }

  /** A webhook may say as much as it likes, and it goes into a condition and an event. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
