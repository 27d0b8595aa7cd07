package org.graft4j.data;

import java.util.concurrent.Semaphore;

/**
 * The share of the Java heap that pictures may take while they are decoded and prepared, by all
 * threads together. A picture says how much it will take before it takes it, and waits until others
 * have gone; one that is larger than the whole share goes alone. Thread-safe.
 *
 * <p>The room for a file's bytes is asked for first and the room for its pixels second, each whole
 * or not at all, so that nobody who waits is waited for.
 */
final class DecodingMemory {
  /** Shares of the heap: an eighth for encoded bytes, a half for pixels. */
  private static final int BYTES = 8;

  private static final int PIXELS = 2;

  /** Up to four samples a pixel out of the decoder, the RGB of it, and a turned or other copy. */
  private static final int BYTES_A_PIXEL = 8;

  private static final int KIB = 1024;

  private final Pool bytes;
  private final Pool pixels;

  /** A user's augmentation may read a second picture: it must not wait for its own thread. */
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  DecodingMemory(long heap) {
    this.bytes = new Pool(heap / BYTES);
    this.pixels = new Pool(heap / PIXELS);
  }

  /** Memory in permits of a KiB, first come, first served: a large picture gets its turn. */
  private static final class Pool {
    final int size;
    final Semaphore free;

    Pool(long bytes) {
      this.size = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / KIB));
      this.free = new Semaphore(size, true);
    }

    int permits(long bytes) {
      return (int) Math.min(size, bytes / KIB + 1);
    }
  }

  /** What one picture holds; confined to its thread, given back by {@link #close}. */
  final class Room implements AutoCloseable {
    private final boolean nested = inside.get();
    private int heldBytes;
    private int heldPixels;

    private Room() {
      inside.set(true);
    }

    /** Waits until there is room for the file; called once, before {@link #pixels}. */
    void bytes(long count) {
      if (!nested) {
        int wanted = bytes.permits(count);
        bytes.free.acquireUninterruptibly(wanted);
        heldBytes = wanted;
      }
    }

    /** Waits until there is room for so many pixels; a later, larger number takes its place. */
    void pixels(long count) {
      int wanted = pixels.permits(count * BYTES_A_PIXEL);
      if (!nested && wanted > heldPixels) {
        // Two that hold some and wait for more would wait for each other.
        pixels.free.release(heldPixels);
        heldPixels = 0;
        pixels.free.acquireUninterruptibly(wanted);
        heldPixels = wanted;
      }
    }

    @Override
    public void close() {
      if (!nested) {
        pixels.free.release(heldPixels);
        bytes.free.release(heldBytes);
        inside.remove();
      }
    }
  }

  /** A picture's room, empty at first; to be closed. */
  Room enter() {
    return new Room();
  }
}
