package org.graft4j.zoo.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.runtime.Sha256;

/**
 * The tensors of one weights file by name, in the file's order.
 *
 * <p>The format is told from the content, not from the suffix:
 *
 * <ul>
 *   <li>safetensors, strict; also {@code model.safetensors.index.json} with its shards, which must
 *       lie in the same folder;
 *   <li>PyTorch {@code torch.save} in the zip format (from 1.6 on), every record that is used
 *       checked against its CRC, and in the legacy format before;
 *   <li>Keras's HDF5 weights ({@code .h5}): of Keras 1 and 2, also out of the file of a whole
 *       model, called {@code LAYER/WEIGHT}, and of Keras 3, called by their paths; contiguous, or
 *       in chunks that may be deflated and shuffled. Links to other places and files are not
 *       followed;
 *   <li>NumPy's {@code .npz}, and {@code .npy} with one array of the empty name;
 *   <li>the zip file of DL4J's {@code ModelSerializer}, under DL4J's parameter names.
 * </ul>
 *
 * <p>Opening runs nothing that the file holds and takes memory for the names and shapes only; the
 * values are read when a tensor is asked for them. One exception: a compressed zip entry that
 * several tensors share, as DL4J's coefficients do, is unpacked whole when the first of them is
 * read, and kept while the heap has room; it must not be larger than half of the heap. The state
 * dictionary of a PyTorch file may be the root or lie under {@code state_dict}, {@code
 * model_state_dict}, {@code model}, {@code module} or {@code net}; the prefixes {@code module.},
 * {@code model.}, {@code backbone.}, {@code net.}, {@code network.} and {@code _orig_mod.}, which
 * wrappers of a network put before its names, are taken off as long as all names have the same one.
 *
 * <p>The file stays open until {@link #close}; it must not be changed meanwhile. Safe for several
 * threads.
 */
public final class WeightsFile implements Closeable {
  private final List<WeightsSource> sources;
  private final WeightsFormat format;
  private final WeightsContent content;
  private final String sha256;

  private WeightsFile(
      List<WeightsSource> sources, WeightsFormat format, WeightsContent content, String sha256) {
    this.sources = List.copyOf(sources);
    this.format = format;
    this.content = content;
    this.sha256 = sha256;
  }

  /**
   * Opens a file, checks all of its structure, and computes its digest.
   *
   * @throws WeightsFormatException if it is damaged, hostile or of no known format
   * @throws IOException if it is not there or cannot be read
   */
  public static WeightsFile open(Path file) throws IOException {
    return open(file, Optional.empty());
  }

  /**
   * Opens a file whose digest is known already: all of its structure is checked, but it is not
   * hashed.
   *
   * @param sha256 its digest, as {@link #sha256} gives it
   * @throws WeightsFormatException if it is damaged, hostile or of no known format
   * @throws IOException if it is not there or cannot be read
   */
  public static WeightsFile open(Path file, String sha256) throws IOException {
    return open(file, Optional.of(sha256));
  }

  private static WeightsFile open(Path file, Optional<String> sha256) throws IOException {
    List<WeightsSource> sources = new ArrayList<>();
    try {
      WeightsSource source = WeightsSource.open(file);
      sources.add(source);
      WeightsFormat format = WeightsFormat.of(source);
      Map<String, ZipRecord> records = Map.of();
      if (format == WeightsFormat.TORCH_ZIP) {
        records = ZipDirectory.read(source);
        format = WeightsFormat.ofZip(records.keySet());
      }
      WeightsContent content =
          switch (format) {
            case SAFETENSORS -> SafetensorsReader.read(source);
            case SAFETENSORS_INDEX -> SafetensorsIndex.read(source, sources);
            case TORCH_ZIP -> TorchZipReader.read(source, records);
            case NPZ -> NpyReader.readArchive(source, records);
            case DL4J -> Dl4jReader.read(source, records);
            case NPY -> NpyReader.readArray(source);
            case HDF5 -> Hdf5Reader.read(source);
            case TORCH_LEGACY -> TorchLegacyReader.read(source);
          };
      return new WeightsFile(
          sources, format, content, sha256.isPresent() ? sha256.get() : digest(sources));
    } catch (IOException | RuntimeException | Error failure) {
      closeAfter(failure, sources);
      throw failure;
    }
  }

  /**
   * All tensors by name, in the file's order. Unmodifiable; empty if a safetensors file has none.
   */
  public Map<String, WeightTensor> tensors() {
    return Collections.unmodifiableMap(content.tensors());
  }

  /** "safetensors", "torch zip", "torch legacy", "hdf5", "npz", "npy" or "dl4j". */
  public String format() {
    return format.title();
  }

  /** The usual end of such a file's name, say "pth"; readers go by the content. */
  public String suffix() {
    return format.suffix();
  }

  /** Whether the tensors lie in other files, which this one is the index of. */
  public boolean isSharded() {
    return format == WeightsFormat.SAFETENSORS_INDEX;
  }

  /** The {@code __metadata__} of a safetensors file; empty for the others. Unmodifiable. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(content.metadata());
  }

  /**
   * SHA-256 of the file in hexadecimal; of an index: of the bytes of the index and then of its
   * shards, in the order of their names.
   */
  public String sha256() {
    return sha256;
  }

  /**
   * The names of the tensors with NaN or infinite values; reads all values.
   *
   * @throws IOException if the file cannot be read or has been closed
   */
  public List<String> nonFinite() throws IOException {
    List<String> names = new ArrayList<>();
    for (WeightTensor tensor : content.tensors().values()) {
      if (tensor.hasNonFinite()) {
        names.add(tensor.name());
      }
    }
    return List.copyOf(names);
  }

  /** Closes the file. Its tensors can no longer be read. */
  @Override
  public void close() throws IOException {
    for (WeightsSource source : sources) {
      source.close();
    }
  }

  private static void closeAfter(Throwable failure, List<WeightsSource> sources) {
    for (WeightsSource source : sources) {
      try {
        source.close();
      } catch (IOException alsoFailed) {
        failure.addSuppressed(alsoFailed);
      }
    }
  }

  private static String digest(List<WeightsSource> sources) throws IOException {
    MessageDigest sha256 = Sha256.digest();
    for (WeightsSource source : sources) {
      source.digest(sha256);
    }
    return Sha256.hex(sha256);
  }
}
