package dev.workerpool.worker.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request of HTTP/1.1 (RFC 9112), put together header by header. */
public final class HttpRequest {
  private final StringBuilder head = new StringBuilder(512);

  /**
   * @param path with the query, encoded
   */
  public HttpRequest(String method, String path) {
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
  }

  /**
   * One more header; none where the value is null.
   *
   * @throws IOException when the value holds what no header may
   */
  public HttpRequest header(String name, String value) throws IOException {
    if (value == null) {
      return this;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        throw new IOException(name + " holds what no header may: the file behind it is not right");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** All of it, as it is sent. */
  public byte[] with(byte[] body) {
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }
}
