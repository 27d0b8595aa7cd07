package org.graft4j.features;

import java.io.IOException;

/** A file that is no whole shard of the space in whose folder it lies. */
final class DamagedShardException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedShardException(String reason) {
    super(reason);
  }
}
