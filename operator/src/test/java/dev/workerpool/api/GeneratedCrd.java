package dev.workerpool.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The custom resource definition as the records of {@code api} say it, generated into target/. */
final class GeneratedCrd {
  static final String FILE = "workerpools.workerpool.dev-v1.yml";
  private static final Path FOLDER = Path.of("target", "crds");

  /** The columns of {@code kubectl get wp}; the generator would sort them by their path. */
  private static final List<String> COLUMNS =
      List.of(
          "Desired",
          "Alive",
          "Succeeded",
          "Failed",
          "Exit codes",
          "Ready",
          "Leased",
          "Done",
          "Age");

  private GeneratedCrd() {}

  static Path generate() throws IOException {
    Files.createDirectories(FOLDER);
    new CRDGenerator()
        .customResourceClasses(WorkerPool.class)
        .forCRDVersions("v1")
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return tidied((CustomResourceDefinition) crd);
              }
            })
        .inOutputDir(FOLDER.toFile())
        .generate();
    return FOLDER.resolve(FILE);
  }

  private static CustomResourceDefinition tidied(CustomResourceDefinition crd) {
    for (var version : crd.getSpec().getVersions()) {
      var columns = version.getAdditionalPrinterColumns();
      columns.sort(Comparator.comparingInt(c -> COLUMNS.indexOf(c.getName())));
      // The server leaves the default out, and kubectl apply would see a change for ever.
      columns.forEach((CustomResourceColumnDefinition c) -> c.setPriority(null));
    }
    return crd;
  }
}
