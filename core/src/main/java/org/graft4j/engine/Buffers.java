package org.graft4j.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory outside the heap for one program: what a value no longer needs goes to the next one that
 * fits. Confined to one thread.
 */
final class Buffers implements AutoCloseable {
  /** A cache line, and the width of the widest vector. */
  private static final int ALIGNMENT = 64;

  private final List<BytePointer> all = new ArrayList<>();
  private final List<Buffer> free = new ArrayList<>();

  /** A piece of memory that starts at a cache line. */
  record Buffer(Pointer start, long bytes) {}

  /** The smallest free piece that is large enough, or a new one. */
  Buffer take(long bytes) {
    Optional<Buffer> fit =
        free.stream().filter(b -> b.bytes() >= bytes).min(Comparator.comparingLong(Buffer::bytes));
    if (fit.isPresent()) {
      free.remove(fit.get());
      return fit.get();
    }
    BytePointer memory = new BytePointer(bytes + ALIGNMENT);
    all.add(memory);
    long skip = (ALIGNMENT - memory.address() % ALIGNMENT) % ALIGNMENT;
    return new Buffer(memory.getPointer(skip), bytes);
  }

  /**
   * For the next one.
   *
   * @throws IllegalStateException if it is free already: two values would come to lie in it
   */
  void give(Buffer buffer) {
    if (free.contains(buffer)) {
      throw new IllegalStateException("a buffer of " + buffer.bytes() + " bytes is given twice");
    }
    free.add(buffer);
  }

  long bytes() {
    return all.stream().mapToLong(BytePointer::limit).sum();
  }

  @Override
  public void close() {
    all.forEach(BytePointer::close);
    all.clear();
    free.clear();
  }
}
