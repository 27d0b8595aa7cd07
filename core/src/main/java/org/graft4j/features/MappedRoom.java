package org.graft4j.features;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much of a cache's files is mapped. Mapped pages count as the process's memory, which is not
 * to grow with the data: beyond a limit shards are read through their channels. Thread-safe.
 */
class MappedRoom {
  private static final long AT_MOST = 8L << 20;

  private final AtomicLong taken = new AtomicLong();

  /** Maps a whole file; null if there is no room for it. */
  @Nullable MappedByteBuffer map(FileChannel channel, long length) throws IOException {
    if (taken.addAndGet(length) > AT_MOST) {
      release(length);
      return null;
    }
    try {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
    } catch (IOException | RuntimeException e) {
      release(length);
      throw e;
    }
  }

  /** Gives room back, of something mapped that is let go of. */
  void release(long length) {
    taken.addAndGet(-length);
  }
}
