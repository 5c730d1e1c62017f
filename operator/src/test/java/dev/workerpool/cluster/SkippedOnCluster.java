package dev.workerpool.cluster;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the end of a test run how many cluster tests were skipped, and why. */
public final class SkippedOnCluster implements TestExecutionListener {
  private final List<String> reasons = new ArrayList<>();
  private TestPlan plan;
  private long tests;

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier skipped, String reason) {
    if (onCluster(skipped.getSource().orElse(null))) {
      tests += plan.getDescendants(skipped).stream().filter(TestIdentifier::isTest).count();
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
    if (tests > 0) {
      System.out.printf(
          "%ncluster tests skipped: %d, since %s (\".ci/run\" starts a cluster and runs them)%n%n",
          tests, String.join("; ", reasons));
    }
  }

  private static boolean onCluster(TestSource source) {
    return source instanceof ClassSource of
        && of.getJavaClass().isAnnotationPresent(OnCluster.class);
  }
}
