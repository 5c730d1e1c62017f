package dev.workerpool.kube;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Set;

/**
 * Reads of pods only what an {@code ObservedPod} is made from, which is a tenth of them, and reads
 * the events of a watch in one go, where the client library first makes a tree of each: ten
 * thousand pods come with forty thousand events. For reading pods and for nothing else.
 */
final class LeanPods {
  private LeanPods() {}

  static KubernetesSerialization serialization() {
    var mapper =
        new ObjectMapper()
            .addMixIn(WatchEvent.class, OfPods.class)
            .addMixIn(ObjectMeta.class, Meta.class)
            .addMixIn(PodSpec.class, Spec.class)
            .addMixIn(Container.class, Named.class)
            .addMixIn(PodStatus.class, State.class)
            .addMixIn(ContainerStatus.class, ContainerState.class);
    return new KubernetesSerialization(mapper, true);
  }

  @JsonIncludeProperties({
    "name",
    "namespace",
    "uid",
    "resourceVersion",
    "labels",
    "annotations",
    "finalizers",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds"
  })
  private interface Meta {}

  @JsonIncludeProperties({
    "nodeName",
    "terminationGracePeriodSeconds",
    "initContainers",
    "containers"
  })
  private interface Spec {}

  @JsonIncludeProperties({"name", "restartPolicy"})
  private interface Named {}

  @JsonIncludeProperties({
    "phase",
    "reason",
    "message",
    "conditions",
    "initContainerStatuses",
    "containerStatuses"
  })
  private interface State {}

  @JsonIncludeProperties({
    "name",
    "started",
    "state",
    "lastState",
    "containerID",
    "imageID",
    "restartCount"
  })
  private interface ContainerState {}

  private abstract static class OfPods {
    @JsonDeserialize(using = PodOrStatus.class)
    abstract void setObject(Object object);
  }

  /**
   * What an event is about: a pod, or why the watch ends; a server writes the kind first. How these
   * are read is looked up once: the lookup takes a third as long as reading a pod.
   */
  private static final class PodOrStatus extends JsonDeserializer<Object>
      implements ContextualDeserializer {
    private static final Set<String> TYPE = Set.of("kind", "apiVersion");

    private final JsonDeserializer<Object> pods;
    private final JsonDeserializer<Object> statuses;

    /** As annotations name it; what reads is what it makes of itself for a place. */
    PodOrStatus() {
      this(null, null);
    }

    private PodOrStatus(JsonDeserializer<Object> pods, JsonDeserializer<Object> statuses) {
      this.pods = pods;
      this.statuses = statuses;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty place)
        throws JsonMappingException {
      return new PodOrStatus(
          context.findRootValueDeserializer(context.constructType(Pod.class)),
          context.findRootValueDeserializer(context.constructType(Status.class)));
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      boolean status = false;
      parser.nextToken();
      while (parser.currentToken() == JsonToken.FIELD_NAME && TYPE.contains(parser.currentName())) {
        status |= "Status".equals(parser.nextTextValue());
        parser.nextToken();
      }
      return (status ? statuses : pods).deserialize(parser, context);
    }
  }
}
