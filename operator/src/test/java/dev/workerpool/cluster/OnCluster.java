package dev.workerpool.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that installs and deletes things on a real Kubernetes, named by {@code
 * WORKERPOOL_TEST_KUBECONFIG}; without the variable it is skipped, counted and the reason said at
 * the end. A mere {@code KUBECONFIG} is never used: it may be somebody's production.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(OnClusterCondition.class)
public @interface OnCluster {
  /** What the class asks of the cluster. */
  Needs value() default Needs.ANY;

  /** ANY: any cluster; CI: the one of {@code .ci/cluster}, whose components the test may stop. */
  enum Needs {
    ANY,
    CI
  }
}
