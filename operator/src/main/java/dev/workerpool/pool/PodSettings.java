package dev.workerpool.pool;

/**
 * What an installation puts into every pod.
 *
 * @param relayUrl where processes reach the relay, without a slash at the end
 * @param initImage the image with the shim at /init
 * @param pullPolicy of the init image: Always, IfNotPresent or Never; null leaves it to the server
 */
public record PodSettings(String relayUrl, String initImage, String pullPolicy) {}
