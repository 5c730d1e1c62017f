package dev.workerpool.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection to Redis: as much of its protocol (RESP 2) as a queue needs. */
final class Resp implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final byte[] END = {'\r', '\n'};

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Resp(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /**
   * Asks and waits for the reply: a text, a Long, a list of those, or null.
   *
   * @throws IOException also when Redis answers with an error
   */
  Object ask(String... words) throws IOException {
    out.write(encode(words));
    return reply(in);
  }

  /** A request as it is sent, in one piece. */
  static byte[] encode(String... words) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(("$" + text.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      bytes.writeBytes(text);
      bytes.writeBytes(END);
    }
    return bytes.toByteArray();
  }

  /** The next reply in that stream. */
  static Object reply(InputStream in) throws IOException {
    int type = in.read();
    String line = line(in);
    switch (type) {
      case '+':
        return line;
      case ':':
        return Long.valueOf(line);
      case '$':
        return bulk(in, Integer.parseInt(line));
      case '*':
        List<Object> list = new ArrayList<>();
        for (int left = Integer.parseInt(line); left > 0; left--) {
          list.add(reply(in));
        }
        return list;
      default:
        throw new IOException("Redis says: " + (char) type + line);
    }
  }

  private static String bulk(InputStream in, int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] text = in.readNBytes(length + END.length);
    if (text.length < length + END.length) {
      throw new EOFException();
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    in.read();
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
