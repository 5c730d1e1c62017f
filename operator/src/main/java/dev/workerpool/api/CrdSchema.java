package dev.workerpool.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * What the schema of the custom resource definition needs besides annotations: bounded list maps,
 * and rules over our own fields. (Over the template's lists, which have no bounds, the server takes
 * no rule.) Used when the definition is generated only.
 */
public final class CrdSchema implements SchemaCustomizer.Customizer {
  /** The rule about names that read alike compares each with each; more would cost too much. */
  static final long MOST_PROCESSES = 100;

  static final long MOST_DECLARED = 1000;

  /** Rules compare each of these with each, too. */
  static final long MOST_PRIMITIVES = 100;

  @Override
  public JSONSchemaProps apply(
      JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
    schema.setDescription(
        "A pool of processes: pods that behave as Python's multiprocessing.Process does, with"
            + " queues and events that they share.");
    schema.setRequired(List.of("spec"));
    schema.setXKubernetesValidations(List.of(name()));
    spec(field(schema, "spec"));
    status(field(schema, "status"));
    return schema;
  }

  private static void spec(JSONSchemaProps spec) {
    spec.setDescription("What the pool is to be.");
    spec.setXKubernetesValidations(List.of(terminateStays()));
    var processes = field(spec, "processes");
    listMap(processes, "name");
    processes.setMaxItems(MOST_PROCESSES);
    processes.setXKubernetesValidations(List.of(slugs()));
    listMap(field(processes.getItems().getSchema(), "env"), "name");
    channel(field(spec, "channel"));
    var pod = field(field(spec, "template"), "spec");
    pod.setRequired(List.of("containers"));
    field(pod, "containers").setMinItems(1L);
    field(pod, "restartPolicy").setEnum(List.of(JsonNodeFactory.instance.textNode("Never")));
  }

  private static void channel(JSONSchemaProps channel) {
    for (String declared : List.of("queues", "events")) {
      declared(channel, declared, MOST_DECLARED);
    }
    for (String declared : List.of("locks", "semaphores", "barriers", "conditions")) {
      declared(channel, declared, MOST_PRIMITIVES);
    }
    channel.setXKubernetesValidations(
        List.of(
            rule(
                "!has(self.ref) || (!has(self.queues) && !has(self.events) && !has(self.locks) &&"
                    + " !has(self.semaphores) && !has(self.barriers) && !has(self.conditions))",
                "with ref nothing else is declared: that channel belongs to another pool"),
            // Locks and semaphores are acquired in the same way, under one name.
            rule(
                "!has(self.locks) || !has(self.semaphores) ||"
                    + " self.locks.all(l, !self.semaphores.exists(s, s.name == l.name))",
                "a lock and a semaphore must not have the same name"),
            rule(
                "!has(self.conditions) || self.conditions.all(c, has(self.locks) &&"
                    + " self.locks.exists(l, l.name == c.lock))",
                "the lock of a condition must be declared in locks")));
  }

  private static void declared(JSONSchemaProps channel, String name, long most) {
    var list = field(channel, name);
    listMap(list, "name");
    list.setMaxItems(most);
  }

  private static void status(JSONSchemaProps status) {
    status.setDescription("What was observed; the operator alone writes it.");
    // Before the operator's first look, generic tools would take a pool without status for fine.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    listMap(field(status, "conditions"), "type");
    listMap(field(status, "processes"), "key");
    listMap(field(status, "queues"), "name");
    listMap(field(status, "events"), "name");
    field(status, "exitCodes").setXKubernetesListType("atomic");
    var condition = field(status, "conditions").getItems().getSchema();
    field(condition, "status")
        .setEnum(
            List.of(
                JsonNodeFactory.instance.textNode(Condition.TRUE),
                JsonNodeFactory.instance.textNode(Condition.FALSE),
                JsonNodeFactory.instance.textNode(Condition.UNKNOWN)));
  }

  /** Room for the label, for the names of pods and for {@code <pool>-channel}. */
  private static ValidationRule name() {
    return new ValidationRuleBuilder()
        .withRule(
            "self.metadata.name.size() <= 52 &&"
                + " self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')")
        .withMessage("metadata.name: at most 52 of a to z, 0 to 9 and, inside, dashes")
        .build();
  }

  /** The verdict that it leads to stays as well. */
  private static ValidationRule terminateStays() {
    return new ValidationRuleBuilder()
        .withRule(
            "!(has(oldSelf.terminate) && oldSelf.terminate) ||"
                + " (has(self.terminate) && self.terminate)")
        .withFieldPath(".terminate")
        .withMessage("can't be taken back; kubectl replace --force makes the pool anew")
        .build();
  }

  private static ValidationRule slugs() {
    String slug = "%s.name.lowerAscii().findAll('[a-z0-9]+')";
    return new ValidationRuleBuilder()
        .withRule(
            "self.all(p, self.exists_one(q, %s == %s))"
                .formatted(slug.formatted("q"), slug.formatted("p")))
        .withMessage(
            "two names read alike in lower case with every run of other characters as one dash")
        .build();
  }

  private static ValidationRule rule(String rule, String message) {
    return new ValidationRuleBuilder().withRule(rule).withMessage(message).build();
  }

  private static JSONSchemaProps field(JSONSchemaProps object, String name) {
    return object.getProperties().get(name);
  }

  private static void listMap(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    // A key must be there to tell the entries apart.
    var item = list.getItems().getSchema();
    if (item.getRequired() == null || !item.getRequired().contains(key)) {
      item.setRequired(List.of(key));
    }
  }
}
