package dev.workerpool.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A pool of processes: pods that behave as Python's {@code multiprocessing.Process} does. */
@Group(WorkerPool.GROUP)
@Version(WorkerPool.VERSION)
@Kind(WorkerPool.KIND)
@Plural("workerpools")
@Singular("workerpool")
@ShortNames("wp")
@Categories("all")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@SchemaCustomizer(CrdSchema.class)
public class WorkerPool extends CustomResource<WorkerPoolSpec, WorkerPoolStatus>
    implements Namespaced {
  public static final String GROUP = "workerpool.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "WorkerPool";
  public static final String API_VERSION = GROUP + "/" + VERSION;

  private static final long serialVersionUID = 1L;

  /** Name of the channel that its processes use: its own, or the one that it refers to. */
  public String channelName() {
    ChannelSpec channel = getSpec() == null ? null : getSpec().channel();
    return channel == null || channel.ref() == null ? getMetadata().getName() : channel.ref();
  }

  @Override
  protected WorkerPoolSpec initSpec() {
    return null;
  }

  @Override
  protected WorkerPoolStatus initStatus() {
    return null;
  }
}
