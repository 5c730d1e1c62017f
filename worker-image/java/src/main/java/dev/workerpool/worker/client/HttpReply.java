package dev.workerpool.worker.client;

import java.util.Map;

/**
 * An answer as it came over the wire.
 *
 * @param headers by their names in small letters; of several the last
 * @param lasting the connection can carry another request
 */
public record HttpReply(int status, Map<String, String> headers, String body, boolean lasting) {

  /** Null where there is none of that name. */
  public String header(String name) {
    return headers.get(name);
  }

  /** The same, over a connection that can't be used again. */
  HttpReply last() {
    return new HttpReply(status, headers, body, false);
  }
}
