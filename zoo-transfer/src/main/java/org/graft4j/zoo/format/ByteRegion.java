package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;

/** A run of bytes of known length that can be read again and again, by several threads at once. */
interface ByteRegion {
  /** Number of bytes; they are really there, it is not a claim. */
  long length();

  /**
   * The bytes from an offset to the end. The caller closes the stream.
   *
   * @param offset between 0 and {@link #length()}
   */
  InputStream open(long offset) throws IOException;
}
