package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator: the reconciler with its framework, the sweep, and an orderly end. */
public final class PoolOperator {
  private static final Logger LOG = LoggerFactory.getLogger(PoolOperator.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  /**
   * How often it looks.
   *
   * @param gap the least time between two looks at a pool
   * @param sweep between two rounds over all pools and the pods that nobody owns
   */
  public record Pace(Duration gap, Duration sweep) {
    public static final Pace USUAL = new Pace(Duration.ofMillis(200), Duration.ofMinutes(1));
  }

  /**
   * How it runs.
   *
   * @param namespaces to look after; empty for all
   * @param leaseNamespace where the Lease is; null to run without election, as tests do
   * @param identity of this process, the Lease's holder
   * @param serverSideApply false where the server can't, which is the mock
   * @param onLost what ends this process at once, since another one may lead, or since it no longer
   *     sees what happens
   */
  public record Settings(
      Set<String> namespaces,
      String leaseNamespace,
      String identity,
      boolean serverSideApply,
      Pace pace,
      Runnable onLost) {

    public Settings(
        Set<String> namespaces,
        String leaseNamespace,
        String identity,
        boolean serverSideApply,
        Pace pace) {
      this(
          namespaces,
          leaseNamespace,
          identity,
          serverSideApply,
          pace,
          () -> Runtime.getRuntime().halt(1));
    }
  }

  private final KubernetesClient client;
  private final KubernetesClient podReader;
  private final Settings settings;
  private final ReconcilerParts parts;
  private final ScheduledExecutorService timer;
  private final Operator operator;
  private final Leadership leadership;

  public PoolOperator(ReconcilerParts.Given given, Settings settings, Metrics metrics) {
    this.client = given.client();
    this.podReader = given.podReader();
    this.settings = settings;
    this.timer = given.timer();
    this.parts = new ReconcilerParts(given);
    var sweep = new Sweep(client, settings.namespaces(), parts::knownPods, parts);
    this.leadership =
        new Leadership(
            client,
            settings.leaseNamespace(),
            settings.identity(),
            () ->
                timer.scheduleWithFixedDelay(
                    sweep, 0, settings.pace().sweep().toMillis(), TimeUnit.MILLISECONDS),
            settings.onLost());
    this.operator = new Operator((ConfigurationServiceOverrider o) -> configure(o, metrics));
    operator.register(
        new WorkerPoolReconciler(parts),
        (ControllerConfigurationOverrider<WorkerPool> c) -> controller(c, given));
  }

  /** Called twice by the framework: it must have no effect but on its argument. */
  private void configure(ConfigurationServiceOverrider configuration, Metrics metrics) {
    configuration
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withParseResourceVersions(true)
        .withUseSSAToPatchPrimaryResource(settings.serverSideApply())
        .withReconciliationTerminationTimeout(STOP_WITHIN)
        .withInformerStoppedHandler((informer, why) -> stopped(informer.hasSynced(), why))
        .withMetrics(metrics);
    if (leadership.isElected()) {
      configuration.withLeaderElectionConfiguration(leadership.configuration());
    }
  }

  /**
   * A watch has given up for good: whoever starts this process again gets new ones. The framework
   * would call the JVM's orderly end from the watch's own thread, also when it is ending anyway.
   */
  private void stopped(boolean wasSynced, Throwable why) {
    if (why != null && wasSynced && !leadership.isEnding()) {
      LOG.error("a watch gave up: ending at once", why);
      settings.onLost().run();
    }
  }

  private void controller(
      ControllerConfigurationOverrider<WorkerPool> controller, ReconcilerParts.Given given) {
    controller
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(500)
                .setIntervalMultiplier(2)
                .setMaxInterval(60_000))
        .withRateLimiter(new MinimumGap(settings.pace().gap(), given.clock()))
        .withGenerationAware(false)
        .withOnUpdateFilter(PoolOperator::isOthersDoing);
    if (!settings.namespaces().isEmpty()) {
      controller.settingNamespaces(settings.namespaces());
    } else {
      controller.watchingAllNamespaces();
    }
  }

  /**
   * Whether somebody else than we has changed the pool, who write its status alone. Annotations ask
   * something of processes without being part of the generation.
   */
  private static boolean isOthersDoing(WorkerPool now, WorkerPool before) {
    var is = now.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getDeletionTimestamp(), was.getDeletionTimestamp());
  }

  /** Starts; returns when the caches are filled, and with an election when it has begun. */
  public void start() {
    operator.start();
    if (!leadership.isElected()) {
      leadership.started();
    }
  }

  /** Has the pool of that name looked at. */
  public void wake(String namespace, String name) {
    parts.waker().wake(namespace, name);
  }

  /** Whether the caches are filled. */
  public boolean isReady() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Ends: nothing is started any more, what runs is finished within ten seconds. */
  public void stop() {
    leadership.end();
    operator.stop();
    leadership.release();
  }

  /** Takes our finalizer off all pods there are: nobody will be here to do it later. */
  public void releaseEverything() {
    var resources = podReader.pods();
    if (settings.namespaces().isEmpty()) {
      parts
          .releases()
          .release(resources.inAnyNamespace().withLabel(Labels.POOL_UID).list().getItems());
      return;
    }
    for (String namespace : settings.namespaces()) {
      parts
          .releases()
          .release(resources.inNamespace(namespace).withLabel(Labels.POOL_UID).list().getItems());
    }
  }
}
