package dev.workerpool.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A proxy before an API server that does to its clients what networks and servers do, on demand. It
 * listens on loopback in plain HTTP; each client is told from the others by its User-Agent.
 */
final class FaultProxy implements AutoCloseable {
  private static final int THREADS = 400;

  private final Map<String, Link> links = new ConcurrentHashMap<>();
  private final Upstream upstream;
  private final Server server;
  private final ServerConnector connector;

  FaultProxy(Config behind) {
    upstream = new Upstream(behind);
    var threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("fault-proxy");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(600_000);
    server.addConnector(connector);
    server.setHandler(new Passages());
  }

  FaultProxy start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the proxy cannot listen", e);
    }
    return this;
  }

  /** A new client's way through; its writes go into that journal. */
  Link link(String name, Journal journal) {
    var link = new Link(name, journal);
    links.put(name, link);
    return link;
  }

  /** How a client that sends its calls over that link is configured. */
  Config config(Link link) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url())
            .withHttp2Disable(true)
            .withOnlyHttpWatches(true)
            .withWatchReconnectInterval(50)
            .build();
    config.setUserAgent(link.name());
    return config;
  }

  String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  /** The client is gone for good. */
  void forget(Link link) {
    link.kill();
    links.remove(link.name());
  }

  @Override
  public void close() {
    links.values().forEach(Link::kill);
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the proxy did not stop", e);
    }
  }

  private final class Passages extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      var link = links.get(request.getHeaders().get("User-Agent"));
      if ("websocket".equalsIgnoreCase(request.getHeaders().get("Upgrade"))) {
        // A client that may watch by WebSocket falls back to plain HTTP at once; it would repeat
        // a 503 for most of a minute first.
        response.setStatus(200);
        callback.succeeded();
      } else if (link == null) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new IllegalStateException("nobody's call"));
      } else {
        new Passage(link, upstream, request, response, callback).go();
      }
      return true;
    }
  }
}
