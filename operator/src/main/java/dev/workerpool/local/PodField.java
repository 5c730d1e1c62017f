package dev.workerpool.local;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The downward API: a pod's field by its path, as in {@code valueFrom.fieldRef}. Pure. */
final class PodField {
  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");
  private static final String HERE = "127.0.0.1";

  private PodField() {}

  /** Whether {@link #of} knows that path. */
  static boolean known(String path) {
    return KEYED.matcher(path).matches()
        || switch (path) {
          case "metadata.name",
              "metadata.namespace",
              "metadata.uid",
              "spec.nodeName",
              "spec.serviceAccountName",
              "status.hostIP",
              "status.podIP" ->
              true;
          default -> false;
        };
  }

  /** The value; empty where a pod here has none. */
  static String of(Pod pod, String path) {
    var metadata = pod.getMetadata();
    Matcher keyed = KEYED.matcher(path);
    if (keyed.matches()) {
      Map<String, String> map =
          keyed.group(1).equals("labels") ? metadata.getLabels() : metadata.getAnnotations();
      return map == null ? "" : map.getOrDefault(keyed.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> metadata.getName();
      case "metadata.namespace" -> metadata.getNamespace();
      case "metadata.uid" -> metadata.getUid();
      case "spec.nodeName" -> "localhost";
      case "spec.serviceAccountName" -> "default";
      case "status.hostIP", "status.podIP" -> HERE;
      default -> "";
    };
  }
}
