package org.graft4j.zoo.format;

import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The values of a dataset that lies in chunks, which may be shuffled and deflated.
 *
 * <p>The chunks are unpacked here and not by jHDF, whose filters grow as far as the file wants them
 * to: a chunk has to unpack to its size exactly, all chunks have to be there, and what claims to
 * grow more than a hundredfold is refused.
 */
final class Hdf5Chunks implements ByteRegion {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final long HIGHEST_RATIO = 100;
  private static final long SMALL_ENOUGH = 1 << 20;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

  private final WeightsSource source;
  private final String path;
  private final int[] shape;
  private final int[] chunkShape;
  private final int width;
  private final List<Chunk> chunks;
  private final List<Integer> filters;

  private Hdf5Chunks(
      WeightsSource source,
      String path,
      int[] shape,
      int[] chunkShape,
      int width,
      List<Chunk> chunks,
      List<Integer> filters) {
    this.source = source;
    this.path = path;
    this.shape = shape;
    this.chunkShape = chunkShape;
    this.width = width;
    this.chunks = chunks;
    this.filters = filters;
  }

  /** The chunks, of which each is in the file and none is missing. */
  static Hdf5Chunks of(
      Hdf5Storage storage,
      Hdf5Node node,
      ChunkedDataLayoutMessage layout,
      long[] sizes,
      DType dtype) {
    String what = "dataset '" + node.path() + "' ";
    int[] chunkShape = layout.getChunkDimensions();
    int width = dtype.bytes();
    long grid = 1;
    long chunkBytes = width;
    long bytes = width;
    if (chunkShape.length != sizes.length || layout.getSize() != width) {
      throw new Hdf5Storage.Refused(what + "has chunks of another form than its values");
    }
    for (int axis = 0; axis < sizes.length; axis++) {
      if (chunkShape[axis] <= 0) {
        throw new Hdf5Storage.Refused(what + "has chunks without size");
      }
      grid = saturated(grid, (sizes[axis] - 1) / chunkShape[axis] + 1);
      chunkBytes = saturated(chunkBytes, chunkShape[axis]);
      bytes = saturated(bytes, sizes[axis]);
    }
    List<Chunk> chunks =
        layout.getBTreeAddress() < 0
            ? List.of()
            : BTreeV1.createDataBTree(storage, layout.getBTreeAddress(), sizes.length).getChunks();
    long packed = 0;
    Set<List<Long>> places = new HashSet<>();
    for (Chunk chunk : chunks) {
      packed += Math.max(0, chunk.getSize());
      if (!storage.holds(chunk.getAddress(), chunk.getSize())
          || !places.add(place(chunk, sizes, chunkShape))) {
        throw new Hdf5Storage.Refused(what + "has a chunk that is not in the file or there twice");
      }
    }
    if (grid != chunks.size()) {
      throw new Hdf5Storage.Refused(
          String.format(
              Locale.ROOT, "%shas %d of its %d chunks of values", what, chunks.size(), grid));
    }
    long most = Math.max(SMALL_ENOUGH, saturated(Math.min(packed, storage.size()), HIGHEST_RATIO));
    if (bytes > Math.min(most, MOST_BYTES) || saturated(chunkBytes, grid) > 4 * most) {
      throw new Hdf5Storage.Refused(
          String.format(Locale.ROOT, "%sclaims to grow from %d to %d bytes", what, packed, bytes));
    }
    int[] shape = new int[sizes.length];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = (int) sizes[axis];
    }
    return new Hdf5Chunks(
        storage.source(), node.path(), shape, chunkShape, width, chunks, filters(node, what));
  }

  private static long saturated(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    return high != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  private static List<Long> place(Chunk chunk, long[] sizes, int[] chunkShape) {
    long[] offset = chunk.getChunkOffset();
    List<Long> place = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      if (offset[axis] < 0 || offset[axis] >= sizes[axis] || offset[axis] % chunkShape[axis] != 0) {
        throw new Hdf5Storage.Refused("a chunk lies beside its dataset");
      }
      place.add(offset[axis]);
    }
    return place;
  }

  private static List<Integer> filters(Hdf5Node node, String what) {
    List<Integer> ids = new ArrayList<>();
    for (FilterPipelineMessage pipeline :
        node.header().getMessagesOfType(FilterPipelineMessage.class)) {
      for (FilterInfo filter : pipeline.getFilters()) {
        if (filter.getId() != DEFLATE && filter.getId() != SHUFFLE) {
          throw new Hdf5Storage.Refused(
              what + "is packed by filter " + filter.getId() + ", only gzip and shuffle are read");
        }
        ids.add(filter.getId());
      }
    }
    return ids;
  }

  @Override
  public long length() {
    return count(shape) * (long) width;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    byte[] values = new byte[(int) length()];
    for (Chunk chunk : chunks) {
      copy(unpack(chunk), chunk.getChunkOffset(), values);
    }
    return new ByteArrayInputStream(values, (int) offset, values.length - (int) offset);
  }

  private byte[] unpack(Chunk chunk) throws IOException {
    byte[] bytes;
    try (InputStream in = source.slice(chunk.getAddress(), chunk.getSize()).open(0)) {
      bytes = in.readNBytes(chunk.getSize());
    }
    int size = count(chunkShape) * width;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (!chunk.getFilterMask().get(i)) {
        bytes = filters.get(i) == DEFLATE ? inflate(bytes, size) : unshuffle(bytes);
      }
    }
    if (bytes.length != size) {
      throw damaged();
    }
    return bytes;
  }

  private byte[] inflate(byte[] packed, int size) throws WeightsFormatException {
    Inflater inflater = new Inflater();
    try {
      byte[] bytes = new byte[size];
      inflater.setInput(packed);
      int got = 0;
      while (got < size) {
        int n = inflater.inflate(bytes, got, size - got);
        if (n == 0) {
          throw damaged();
        }
        got += n;
      }
      // The check sum behind the last byte is only compared when more is asked for.
      if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw damaged();
      }
      return bytes;
    } catch (DataFormatException notDeflated) {
      throw damaged();
    } finally {
      inflater.end();
    }
  }

  /** Puts the bytes of a value together again: all first bytes come first in the chunk. */
  private byte[] unshuffle(byte[] shuffled) {
    int values = shuffled.length / width;
    byte[] bytes = shuffled.clone();
    for (int i = 0; i < values; i++) {
      for (int b = 0; b < width; b++) {
        bytes[i * width + b] = shuffled[b * values + i];
      }
    }
    return bytes;
  }

  /** Copies the rows of a chunk to their places; what hangs over the edge of the dataset is not. */
  private void copy(byte[] chunk, long[] offset, byte[] values) {
    int last = shape.length - 1;
    int row = (int) Math.min(chunkShape[last], shape[last] - offset[last]);
    int rows = count(chunkShape) / chunkShape[last];
    for (int r = 0; r < rows; r++) {
      int rest = r;
      long to = 0;
      long stride = shape[last];
      boolean inside = true;
      for (int axis = last - 1; axis >= 0; axis--) {
        long index = offset[axis] + rest % chunkShape[axis];
        rest /= chunkShape[axis];
        inside &= index < shape[axis];
        to += index * stride;
        stride *= shape[axis];
      }
      if (inside) {
        int from = r * chunkShape[last] * width;
        System.arraycopy(chunk, from, values, (int) (to + offset[last]) * width, row * width);
      }
    }
  }

  private static int count(int[] sizes) {
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  private WeightsFormatException damaged() {
    return source.refuse(
        "a chunk of dataset " + WeightsFormatException.quote(path) + " cannot be unpacked");
  }
}
