package org.graft4j.features;

import java.io.IOException;

/** A shard that another release wrote in a layout of its own: whole perhaps, but of no use here. */
final class OtherLayoutException extends IOException {
  private static final long serialVersionUID = 1;

  OtherLayoutException(int layout) {
    super("it is of layout '" + (char) layout + "'");
  }
}
