package dev.workerpool.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Which object a write meant, and which one it hit. */
final class Uids {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Uids() {}

  /** From a delete's precondition, a JSON patch's test, or the object that is put; else empty. */
  static String meant(Call call) {
    var body = parse(call.body());
    if (body.isArray()) {
      for (JsonNode operation : body) {
        if (operation.path("op").asText().equals("test")
            && operation.path("path").asText().equals("/metadata/uid")) {
          return operation.path("value").asText();
        }
      }
      return "";
    }
    return call.verb().equals("DELETE")
        ? body.path("preconditions").path("uid").asText()
        : body.path("metadata").path("uid").asText();
  }

  /** Of the object in an answer, or what the answer's Status says that it is about. */
  static String hit(byte[] reply) {
    var body = parse(reply);
    return body.path("kind").asText().equals("Status")
        ? body.path("details").path("uid").asText()
        : body.path("metadata").path("uid").asText();
  }

  private static JsonNode parse(byte[] body) {
    try {
      return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
