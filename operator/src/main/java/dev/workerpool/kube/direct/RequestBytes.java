package dev.workerpool.kube.direct;

import dev.workerpool.worker.client.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.BodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request of the client library's as it goes over the wire. */
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
    HttpRequest bytes = new HttpRequest(request.method(), path(uri));
    bytes.header("Host", uri.getRawAuthority());
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      for (String value : header.getValue()) {
        if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          bytes.header(header.getKey(), value);
        }
      }
    }
    if (request.body() != null) {
      String type = request.getContentType();
      bytes.header("Content-Type", type == null ? request.header("Content-Type") : type);
    }
    if (!request.method().equals("GET")) {
      bytes.header("Content-Length", Integer.toString(body.length));
    }
    return bytes.with(body);
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
}
