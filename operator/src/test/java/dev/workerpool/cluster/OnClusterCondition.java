package dev.workerpool.cluster;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips {@link OnCluster} classes where no such cluster is named in the environment. */
final class OnClusterCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (TestCluster.kubeconfig().isEmpty()) {
      return ConditionEvaluationResult.disabled(TestCluster.KUBECONFIG + " is not set");
    }
    boolean needsCi =
        findAnnotation(context.getTestClass(), OnCluster.class)
            .map(found -> found.value() == OnCluster.Needs.CI)
            .orElse(false);
    return needsCi && TestCluster.ciState().isEmpty()
        ? ConditionEvaluationResult.disabled(TestCluster.CI_STATE + " is not set")
        : ConditionEvaluationResult.enabled("a cluster is there");
  }
}
