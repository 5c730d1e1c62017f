package dev.workerpool.local;

import java.nio.file.Path;

/** The same where the shim could not be built or can't run: exit codes come from the system. */
class OsProcessesWithoutShimTest extends OsProcessesTest {
  @Override
  Toolkit toolkit(Path unpacked) {
    return Toolkit.unpack(unpacked, "/nothing/");
  }
}
