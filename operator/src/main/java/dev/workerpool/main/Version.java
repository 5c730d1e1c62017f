package dev.workerpool.main;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; {@code development} when run from classes. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"workerpool " + (version == null ? "development" : version)};
  }
}
