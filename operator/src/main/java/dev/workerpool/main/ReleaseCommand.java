package dev.workerpool.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code workerpool release}: ends the operator, then takes our finalizer off every pod. The
 * chart's hook runs it before an uninstall, while the rights for it still stand.
 */
@Command(
    name = "release",
    hidden = true,
    description = "Ends the operator and lets go of every pod, before an uninstall.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    OperatorConfig config;
    try {
      config = OperatorConfig.from(System.getenv());
    } catch (OperatorConfig.BadConfig e) {
      System.err.println("workerpool release: " + e.getMessage());
      return ExitStatus.BAD_INPUT;
    }
    try (var operator = new InstalledOperator(config);
        var role = new OperatorRole(config)) {
      operator.end();
      role.releaseEverything();
    }
    return ExitStatus.SUCCESS;
  }
}
