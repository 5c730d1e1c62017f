package dev.workerpool.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code workerpool relay}: serves the channels of a cluster until it is told to end. */
@Command(
    name = "relay",
    description = "Runs the relay in a cluster; configured by its environment.",
    mixinStandardHelpOptions = true)
final class RelayCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    return ClusterRoles.run("relay", false);
  }
}
