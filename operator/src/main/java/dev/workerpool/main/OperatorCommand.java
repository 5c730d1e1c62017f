package dev.workerpool.main;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code workerpool operator}: looks after the pools of a cluster until it is told to end. */
@Command(
    name = "operator",
    description = "Runs the operator in a cluster; configured by its environment.",
    mixinStandardHelpOptions = true)
final class OperatorCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    OperatorConfig config;
    try {
      config = OperatorConfig.from(System.getenv());
    } catch (OperatorConfig.BadConfig e) {
      System.err.println("workerpool operator: " + e.getMessage());
      return ExitStatus.BAD_INPUT;
    }
    var role = new OperatorRole(config);
    var health = new HealthServer(config.healthPort(), () -> true, role::isReady, role::metrics);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  role.close();
                  health.close();
                  ended.countDown();
                },
                "shutdown"));
    role.start();
    ended.await();
    return ExitStatus.SUCCESS;
  }
}
