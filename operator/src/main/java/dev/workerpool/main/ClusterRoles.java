package dev.workerpool.main;

import io.fabric8.kubernetes.client.Config;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the relay, alone or with the operator, until the process is told to end. */
final class ClusterRoles {
  private static final Logger log = LoggerFactory.getLogger(ClusterRoles.class);

  private ClusterRoles() {}

  /** Answers the exit status; comes back only for bad input, or when the process ends. */
  static int run(String command, boolean withOperator) throws Exception {
    OperatorConfig config;
    try {
      config = OperatorConfig.from(System.getenv());
    } catch (OperatorConfig.BadConfig e) {
      return badInput(command, e.getMessage());
    }
    if (config.podIp() == null) {
      return badInput(command, "POD_IP: is required, the address where workers reach the relay");
    }
    Deque<AutoCloseable> running = new ArrayDeque<>();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running, ended), "shutdown"));
    RelayRole relay = new RelayRole(settings(config), Config.autoConfigure(null));
    push(running, relay);
    relay.start();
    if (withOperator) {
      startOperator(config, running);
    }
    ended.await();
    return ExitStatus.SUCCESS;
  }

  private static void startOperator(OperatorConfig config, Deque<AutoCloseable> running)
      throws Exception {
    OperatorRole operator = new OperatorRole(config);
    push(running, operator);
    push(
        running,
        new HealthServer(config.healthPort(), () -> true, operator::isReady, operator::metrics));
    operator.start();
  }

  private static RelayRole.Settings settings(OperatorConfig config) {
    return new RelayRole.Settings(
        config.namespaces(),
        config.systemNamespace(),
        config.podName(),
        config.podIp(),
        config.operatorAccount(),
        null,
        config.httpPort(),
        config.store());
  }

  private static void push(Deque<AutoCloseable> running, AutoCloseable role) {
    synchronized (running) {
      running.push(role);
    }
  }

  /** The last one first: the operator releases its pods while the relay still serves. */
  private static void end(Deque<AutoCloseable> running, CountDownLatch ended) {
    synchronized (running) {
      while (!running.isEmpty()) {
        try {
          running.pop().close();
        } catch (Exception e) {
          log.warn("A role did not end cleanly", e);
        }
      }
    }
    ended.countDown();
  }

  private static int badInput(String command, String what) {
    System.err.println("workerpool " + command + ": " + what);
    return ExitStatus.BAD_INPUT;
  }
}
