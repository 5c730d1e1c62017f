package dev.workerpool.fuzz;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Plays again all inputs that are kept for the test's class, in {@code
 * src/test/resources/fuzz/CLASS}, as byte arrays. {@code .ci/fuzz} makes new ones: it calls the
 * class's {@code fuzzerTestOneInput}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(KeptInputs.Folder.class)
public @interface KeptInputs {

  /** The files of the class's folder, and no bytes at all. */
  final class Folder implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context)
        throws IOException, URISyntaxException {
      String name = context.getRequiredTestClass().getSimpleName();
      URL folder = KeptInputs.class.getResource("/fuzz/" + name);
      if (folder == null) {
        throw new IllegalStateException("no inputs are kept for " + name);
      }
      List<Arguments> all = new ArrayList<>();
      all.add(Arguments.of(Named.of("nothing", new byte[0])));
      try (Stream<Path> files = Files.list(Path.of(folder.toURI())).sorted()) {
        for (Path file : files.toList()) {
          all.add(Arguments.of(Named.of(file.getFileName().toString(), Files.readAllBytes(file))));
        }
      }
      return all.stream();
    }
  }
}
