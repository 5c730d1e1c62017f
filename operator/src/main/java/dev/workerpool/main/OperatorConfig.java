package dev.workerpool.main;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the roles in a cluster are told by their environment; nothing else reads it.
 *
 * @param namespaces to look after; empty for all
 * @param systemNamespace the one that this runs in
 * @param podName of this pod, the holder of Leases
 * @param podIp of this pod, the relay's endpoint
 * @param relayUrl where the relay is reached, without a slash at the end
 * @param relayTokenFile the token that the operator shows to the relay
 * @param operatorAccount the only user that may watch all channels at the relay
 * @param initImage the image with the shim
 * @param pullPolicy of that image, or null
 * @param store what the relay may store
 */
record OperatorConfig(
    Set<String> namespaces,
    String systemNamespace,
    String podName,
    String podIp,
    String relayUrl,
    String relayTokenFile,
    String operatorAccount,
    String initImage,
    String pullPolicy,
    int httpPort,
    int healthPort,
    StoreLimits store) {
  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
  private static final int LAST_PORT = 65_535;

  /** Some of the values cannot be used; the message names all of them, a line each. */
  static final class BadConfig extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadConfig(List<String> faults) {
      super(String.join("; ", faults));
    }
  }

  /**
   * The configuration in that environment.
   *
   * @throws BadConfig naming every bad value at once
   */
  static OperatorConfig from(Map<String, String> env) {
    var faults = new ArrayList<String>();
    String system =
        or(env, "WORKERPOOL_SYSTEM_NAMESPACE", or(env, "POD_NAMESPACE", "workerpool-system"));
    var config =
        new OperatorConfig(
            namespaces(env, faults),
            system,
            or(env, "POD_NAME", or(env, "HOSTNAME", "workerpool")),
            or(env, "POD_IP", null),
            url(env, "http://workerpool-relay." + system + ".svc", faults),
            or(env, "WORKERPOOL_RELAY_TOKEN_FILE", "/var/run/secrets/workerpool.dev/token"),
            or(
                env,
                "WORKERPOOL_OPERATOR_ACCOUNT",
                "system:serviceaccount:" + system + ":workerpool-operator"),
            or(env, "WORKERPOOL_INIT_IMAGE", "workerpool.dev/init:0.1.0"),
            pullPolicy(env, faults),
            port(env, "WORKERPOOL_HTTP_PORT", 8080, faults),
            port(env, "WORKERPOOL_HEALTH_PORT", 8081, faults),
            StoreLimits.from(env, faults));
    if (!faults.isEmpty()) {
      throw new BadConfig(faults);
    }
    return config;
  }

  private static String or(Map<String, String> env, String name, String fallback) {
    String value = env.get(name);
    return value == null || value.isBlank() ? fallback : value.strip();
  }

  private static Set<String> namespaces(Map<String, String> env, List<String> faults) {
    var names = new LinkedHashSet<String>();
    Arrays.stream(or(env, "WORKERPOOL_NAMESPACES", "").split(","))
        .map(String::strip)
        .filter(n -> !n.isEmpty())
        .forEach(names::add);
    names.stream()
        .filter(n -> !n.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"))
        .forEach(n -> faults.add("WORKERPOOL_NAMESPACES: " + n + " is no name of a namespace"));
    return names;
  }

  private static String url(Map<String, String> env, String fallback, List<String> faults) {
    String url = or(env, "WORKERPOOL_RELAY_URL", fallback);
    if (!url.matches("https?://[^/\\s]+(/\\S*)?")) {
      faults.add("WORKERPOOL_RELAY_URL: " + url + " is no http or https URL");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String pullPolicy(Map<String, String> env, List<String> faults) {
    String policy = or(env, "WORKERPOOL_IMAGE_PULL_POLICY", null);
    if (policy != null && !PULL_POLICIES.contains(policy)) {
      faults.add(
          "WORKERPOOL_IMAGE_PULL_POLICY: " + policy + " is none of Always, IfNotPresent, Never");
    }
    return policy;
  }

  private static int port(Map<String, String> env, String name, int fallback, List<String> faults) {
    String value = or(env, name, Integer.toString(fallback));
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > LAST_PORT) {
      faults.add(name + ": " + value + " is no port");
      return fallback;
    }
    return Integer.parseInt(value);
  }
}
