package dev.workerpool.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * A channel's state as text that a person can read: JSON lines in a few files, in canonical order.
 */
public final class ChannelCodec {
  /** Stamp, format and counters. */
  public static final String CHANNEL = "channel.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ChannelCodec() {}

  /**
   * Who wrote this content.
   *
   * @throws UnreadableException when it is not a head of ours
   */
  public static Stamp stamp(Map<String, String> content) {
    try {
      JsonNode head = JSON.readTree(content.getOrDefault(CHANNEL, ""));
      long epoch = head.path("epoch").asLong(0);
      if (epoch < 1) {
        throw new UnreadableException(CHANNEL + " has no epoch", null);
      }
      return new Stamp(epoch, head.path("holder").asText(""), head.path("commit").asText(""));
    } catch (JsonProcessingException e) {
      throw new UnreadableException(CHANNEL + " is not JSON", e);
    }
  }
}
