package dev.workerpool.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses (a broken request line, a huge header, a stopping server) as problems.
 */
final class ProblemErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object reason = request.getAttribute(ERROR_MESSAGE);
    Reply reply = problem(response.getStatus(), reason == null ? null : reason.toString()).reply();
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static Problem problem(int status, String reason) {
    if (status == ProblemType.NOT_LEADER.status) {
      return Problem.of(ProblemType.NOT_LEADER, "the relay is stopping").withRetryAfter(1);
    }
    if (status >= 500) {
      return Problem.of(ProblemType.INTERNAL, "see the relay's log");
    }
    return Problem.of(ProblemType.MALFORMED, reason == null ? "HTTP " + status : reason);
  }
}
