package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * All bytes of a region but the first ones.
 *
 * @param start number of bytes left out, at most the region's length
 */
record Behind(ByteRegion whole, long start) implements ByteRegion {

  @Override
  public long length() {
    return whole.length() - start;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return whole.open(start + offset);
  }
}
