package dev.workerpool.kube.direct;

import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.BodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request as it goes over the wire (RFC 9112). */
final class RequestBytes {
  /** What we say ourselves. */
  private static final Set<String> OURS = Set.of("host", "content-length", "content-type");

  private static final byte[] NOTHING = {};

  private RequestBytes() {}

  /**
   * @throws IOException when a header holds what no header may
   */
  static byte[] of(StandardHttpRequest request) throws IOException {
    byte[] body = body(request.body());
    URI uri = request.uri();
    StringBuilder head = new StringBuilder(512);
    head.append(request.method()).append(' ').append(path(uri)).append(" HTTP/1.1\r\n");
    header(head, "Host", uri.getRawAuthority());
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      for (String value : header.getValue()) {
        if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          header(head, header.getKey(), value);
        }
      }
    }
    if (request.body() != null) {
      String type = request.getContentType();
      header(head, "Content-Type", type == null ? request.header("Content-Type") : type);
    }
    if (!request.method().equals("GET")) {
      header(head, "Content-Length", Integer.toString(body.length));
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static byte[] body(BodyContent body) throws IOException {
    if (body == null) {
      return NOTHING;
    } else if (body instanceof StringBodyContent text) {
      return text.getContent().getBytes(StandardCharsets.UTF_8);
    } else if (body instanceof ByteArrayBodyContent bytes) {
      return bytes.getContent();
    } else if (body instanceof InputStreamBodyContent stream) {
      return stream.getContent().readAllBytes();
    }
    throw new IOException("a body of an unknown kind: " + body.getClass());
  }

  private static void header(StringBuilder head, String name, String value) throws IOException {
    if (value == null) {
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        throw new IOException("the header " + name + " holds what no header may");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
