package dev.workerpool.http;

import dev.workerpool.relay.Callers;
import dev.workerpool.relay.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's HTTP listener. No thread waits in it: 5,000 parked polls are 5,000 open sockets. */
public final class RelayServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RelayServer.class);
  private static final int MAX_THREADS = 32;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private final Server server;
  private final ServerConnector connector;

  /** All routes of the relay; metrics and health are optional extras of a cluster. */
  public static RelayServer of(String host, int port, Relay relay, Callers callers) {
    return of(host, port, relay, callers, Metrics.NONE, () -> true);
  }

  /**
   * All routes of the relay.
   *
   * @param port 0 picks a free one
   * @param healthy what /readyz says
   */
  public static RelayServer of(
      String host,
      int port,
      Relay relay,
      Callers callers,
      Metrics metrics,
      BooleanSupplier healthy) {
    return new RelayServer(host, port, routes(relay, callers, metrics, healthy), metrics);
  }

  static Routes routes(Relay relay, Callers callers, Metrics metrics, BooleanSupplier healthy) {
    List<Route> rows = new ArrayList<>(OperationsRoutes.of(relay, metrics, healthy));
    rows.addAll(WatchRoutes.of(relay, callers));
    rows.addAll(ChannelRoutes.of(relay, callers));
    return new Routes(rows);
  }

  private RelayServer(String host, int port, Routes routes, Metrics metrics) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
    threads.setName("relay-http");
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(Limits.IDLE.toMillis());
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.setErrorHandler(new ProblemErrorHandler());
    server.setHandler(new GracefulHandler(new Exchanges(routes, metrics)));
  }

  /** Starts to listen; port 0 picks a free one. */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the relay cannot listen on port " + connector.getPort(), e);
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Stops taking connections and requests, lets those under way finish for up to {@code patience},
   * then closes. Parked polls end early only if the relay answers them.
   */
  public void stop(Duration patience) {
    try {
      server.setStopTimeout(patience.toMillis());
      server.stop();
    } catch (TimeoutException e) {
      log.warn("requests still waited after {} s and are cut off", patience.toSeconds());
    } catch (Exception e) {
      throw new IllegalStateException("the relay's listener did not stop cleanly", e);
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    // A connection's own cache of header lines takes 100 KB, and parked polls are thousands.
    http.setHeaderCacheSize(0);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  private static final class Exchanges extends Handler.Abstract {
    private final Routes routes;
    private final Metrics metrics;

    Exchanges(Routes routes, Metrics metrics) {
      this.routes = routes;
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      new Exchange(request, response, callback, metrics).run(routes);
      return true;
    }
  }
}
