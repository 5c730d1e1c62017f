package dev.workerpool.worker.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads answers of HTTP/1.1 (RFC 9112) from a socket, each until a moment given for it. */
final class HttpReader {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;

  /** Far beyond what a relay sends: a page of a thousand items of 900 KiB is cut by it earlier. */
  private static final int LARGEST_BODY = 256 * 1024 * 1024;

  private static final int NONE = -1;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,7}");

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;
  private long deadline;
  private boolean old;

  HttpReader(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /**
   * The next answer.
   *
   * @param until of System.nanoTime
   */
  HttpReply read(long until) throws IOException {
    deadline = until;
    int status = status();
    Map<String, String> headers = headers();
    while (status / 100 == 1) {
      status = status();
      headers = headers();
    }
    boolean kept = !old && !"close".equalsIgnoreCase(headers.get("connection"));
    boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
    if (status == 204 || status == 304) {
      return new HttpReply(status, headers, "", kept);
    }
    int length = chunked ? NONE : length(headers);
    byte[] body = chunked ? chunks() : length == NONE ? rest() : exactly(length);
    String text = new String(body, StandardCharsets.UTF_8);
    return new HttpReply(status, headers, text, kept && (chunked || length != NONE));
  }

  private int status() throws IOException {
    String line = line();
    if (!STATUS.matcher(line).matches()) {
      throw new ProtocolException("no answer of HTTP: " + start(line));
    }
    old = line.startsWith("HTTP/1.0");
    return Integer.parseInt(line.substring(9, 12));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int count = 0; ; count++) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || count == MOST_HEADERS) {
        throw new ProtocolException("no header of HTTP: " + start(line));
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).strip());
    }
  }

  private static int length(Map<String, String> headers) throws IOException {
    String value = headers.get("content-length");
    if (value == null) {
      return NONE;
    }
    return checked(LENGTH.matcher(value).matches() ? Integer.parseInt(value) : NONE, value);
  }

  private byte[] chunks() throws IOException {
    var all = new ByteArrayOutputStream();
    while (true) {
      String size = line().split(";", 2)[0].strip();
      int length = checked(CHUNK.matcher(size).matches() ? Integer.parseInt(size, 16) : NONE, size);
      if (length == 0) {
        headers(); // trailers
        return all.toByteArray();
      }
      checked(all.size() + length, size);
      all.writeBytes(exactly(length));
      line();
    }
  }

  private static int checked(int length, String said) throws IOException {
    if (length < 0 || length > LARGEST_BODY) {
      throw new ProtocolException("no length of a body: " + start(said));
    }
    return length;
  }

  private byte[] exactly(int length) throws IOException {
    // Grows as bytes come: who only says a large number costs nothing.
    var body = new ByteArrayOutputStream(Math.min(length, 64 * 1024));
    while (body.size() < length) {
      need();
      int count = Math.min(end - at, length - body.size());
      body.write(buffer, at, count);
      at += count;
    }
    return body.toByteArray();
  }

  private byte[] rest() throws IOException {
    var body = new ByteArrayOutputStream();
    while (at < end || fill()) {
      body.write(buffer, at, end - at);
      at = end;
      checked(body.size(), "more than " + LARGEST_BODY);
    }
    return body.toByteArray();
  }

  private String line() throws IOException {
    String line = "";
    while (true) {
      need();
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line += new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
      if (line.length() >= LONGEST_LINE) {
        throw new ProtocolException("a line of over " + LONGEST_LINE + " bytes");
      }
      if (at < end) {
        at++;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
    }
  }

  private void need() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("the connection ended within an answer");
    }
  }

  /** False at the end of the stream. */
  private boolean fill() throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("no whole answer in time");
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    int count = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(count, 0);
    return count > 0;
  }

  private static String start(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
