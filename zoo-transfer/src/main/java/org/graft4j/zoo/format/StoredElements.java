package org.graft4j.zoo.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the elements of a tensor, in whatever order they are stored, with a block of the file in
 * memory at a time. Only of a view whose rows overlap the whole span is in memory.
 */
record StoredElements(ByteRegion storage, DType dtype, ByteOrder order, TensorLayout layout) {
  private static final int BLOCK_BYTES = 1 << 18;

  /** What is done with each element. */
  interface Sink {
    /**
     * Takes an element.
     *
     * @param block some bytes of the file
     * @param index number of the element in them
     * @param to its number in C order, if there are no more than an array holds
     */
    void take(ByteBuffer block, int index, int to) throws IOException;
  }

  /** Bytes from the first element to the last, with the gaps between them. */
  long span() {
    return layout.count() == 0 ? 0 : (layout.last() - layout.offset() + 1) * dtype.bytes();
  }

  /** Bytes of the file that are in memory at a time. */
  long block() {
    return layout.ascends() ? Math.min(span(), BLOCK_BYTES) : span();
  }

  /**
   * Hands out every element once, in the order in which they are stored. A {@link #block} must fit
   * an array.
   *
   * @throws EOFException if the storage ends before the last element
   */
  void forEach(Sink sink) throws IOException {
    if (layout.count() == 0) {
      return;
    }
    try (InputStream in = storage.open(layout.offset() * dtype.bytes())) {
      Blocks blocks = new Blocks(in);
      layout.forEach((place, to) -> sink.take(blocks.bytes, blocks.index(place), to));
    }
  }

  /** A window on the storage that moves forwards only. */
  private final class Blocks {
    private final InputStream in;
    private final int most = (int) block() / dtype.bytes();
    private final ByteBuffer bytes = ByteBuffer.allocate(most * dtype.bytes()).order(order);

    /** Place of the first element in the window, and number of elements. */
    private long first = layout.offset();

    private int held;

    Blocks(InputStream in) {
      this.in = in;
    }

    /** Where in the window the element of a place is, after moving the window there if need be. */
    int index(long place) throws IOException {
      if (place >= first + held) {
        in.skipNBytes((place - first - held) * dtype.bytes());
        first = place;
        held = (int) Math.min(most, layout.last() - place + 1);
        if (in.readNBytes(bytes.array(), 0, held * dtype.bytes()) < held * dtype.bytes()) {
          throw new EOFException();
        }
      }
      return (int) (place - first);
    }
  }
}
