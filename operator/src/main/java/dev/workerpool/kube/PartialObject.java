package dev.workerpool.kube;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is read of an object that was asked for by its metadata. Nothing in here is null. */
record PartialObject(Meta metadata) {
  static final Many NONE = new Many(List.of());

  PartialObject {
    Objects.requireNonNull(metadata, "no metadata");
  }

  /** Its metadata, without what the server notes for itself. */
  record Meta(
      String name,
      String uid,
      String resourceVersion,
      List<Owner> ownerReferences,
      Map<String, String> labels,
      Map<String, String> annotations) {
    Meta {
      Objects.requireNonNull(name, "no name");
      Objects.requireNonNull(uid, "no UID");
      Objects.requireNonNull(resourceVersion, "no version");
      ownerReferences = ownerReferences == null ? List.of() : ownerReferences;
      labels = labels == null ? Map.of() : labels;
      annotations = annotations == null ? Map.of() : annotations;
    }
  }

  record Owner(String kind, String uid) {}

  record Many(List<PartialObject> items) {
    Many {
      items = items == null ? List.of() : items;
    }
  }
}
