package dev.workerpool.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One call on its way to the server and back. */
final class Passage {
  private static final String EXPIRED =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
          + "\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}\n";

  private final Link link;
  private final Upstream upstream;
  private final Request request;
  private final Response response;
  private final Callback callback;

  Passage(Link link, Upstream upstream, Request request, Response response, Callback callback) {
    this.link = link;
    this.upstream = upstream;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  void go() {
    try {
      var call = link.numbered(read());
      link.awaitThaw();
      var fault = link.faultOf(call);
      if (fault instanceof Fault.Late late) {
        Thread.sleep(late.delay().toMillis());
        fault = late.then();
      }
      if (link.isDead()) {
        cut();
      } else if (call.isWatch() && fault.equals(Fault.NONE)) {
        watch(call);
      } else {
        pass(call, fault);
      }
    } catch (IOException e) {
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  private Call read() throws IOException {
    byte[] body = Content.Source.asInputStream(request).readAllBytes();
    var uri = request.getHttpURI();
    String accept = request.getHeaders().get("Accept");
    String type = request.getHeaders().get("Content-Type");
    return new Call(0, request.getMethod(), uri.getPath(), uri.getQuery(), accept, type, body);
  }

  /** A watch has no answer that could be lost after it: all that cuts it cuts it at once. */
  private void pass(Call call, Fault fault) throws IOException, InterruptedException {
    if (fault instanceof Fault.Answer answer) {
      note(call, fault, answer.status(), new byte[0]);
      answer(answer.status(), Statuses.json(answer));
    } else if (call.isWatch() || fault.equals(Fault.LOST) || fault.equals(new Fault.Fatal(false))) {
      note(call, fault, 0, new byte[0]);
      killIf(fault);
      cut();
    } else {
      if (fault instanceof Fault.Twice) {
        deliver(call, fault);
      }
      var reply = deliver(call, fault);
      killIf(fault);
      link.awaitThaw();
      if (fault instanceof Fault.Cut || link.isDead()) {
        cut();
      } else {
        answer(reply.status(), reply.body());
      }
    }
  }

  private void killIf(Fault fault) {
    if (fault instanceof Fault.Fatal) {
      link.kill();
    }
  }

  private record Reply(int status, byte[] body) {}

  private Reply deliver(Call call, Fault fault) throws IOException, InterruptedException {
    var reply = upstream.send(call, query(call));
    try (InputStream in = reply.body()) {
      byte[] body = in.readAllBytes();
      note(call, fault, reply.statusCode(), body);
      return new Reply(reply.statusCode(), body);
    }
  }

  private String query(Call call) {
    String version = link.staleVersion(call);
    return version == null
        ? call.query()
        : ("&" + call.query())
            .replace(
                "&resourceVersion=0", "&resourceVersion=" + version + "&resourceVersionMatch=Exact")
            .substring(1);
  }

  private void note(Call call, Fault fault, int status, byte[] reply) {
    if (call.number() > 0) {
      link.journal()
          .add(
              new Journal.Entry(
                  link.name(),
                  call,
                  status,
                  fault,
                  Uids.meant(call),
                  status / 100 == 2 ? Uids.hit(reply) : "",
                  System.nanoTime()));
    }
  }

  private void watch(Call call) throws IOException, InterruptedException {
    HttpResponse<InputStream> reply = upstream.send(call, call.query());
    InputStream in = reply.body();
    link.opened(in);
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      head(reply.statusCode());
      out.flush();
      copy(in, out, link.gate(call.resource()));
    } catch (IOException e) {
      cut();
      return;
    } finally {
      link.closed(in);
    }
    callback.succeeded();
  }

  private void copy(InputStream in, OutputStream out, Gate gate)
      throws IOException, InterruptedException {
    long generation = gate.generation();
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      var verdict = gate.pass(generation);
      link.awaitThaw();
      if (link.isDead() || verdict == Gate.Verdict.END) {
        throw new EofException("the client is dead");
      }
      out.write(told(verdict, line).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      if (verdict == Gate.Verdict.EXPIRED) {
        return;
      }
    }
  }

  private static String told(Gate.Verdict verdict, String line) {
    return switch (verdict) {
      case EXPIRED -> EXPIRED;
      case GARBLED -> "{\"type\":\"ADDED\",\n";
      default -> ascii(line) + "\n";
    };
  }

  /** The client library's watches over plain HTTP trip over other characters. */
  private static String ascii(String json) {
    var text = new StringBuilder(json.length());
    for (char c : json.toCharArray()) {
      text.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return text.toString();
  }

  private void head(int status) {
    response.setStatus(status);
    response.getHeaders().put("Content-Type", "application/json");
    if (status == 429) {
      response.getHeaders().put("Retry-After", "1");
    }
  }

  private void answer(int status, byte[] body) {
    head(status);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private void cut() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("cut by the test"));
  }
}
