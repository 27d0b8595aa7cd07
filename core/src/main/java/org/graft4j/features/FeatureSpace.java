package org.graft4j.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.graft4j.data.Augmentation;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Sha256;

/**
 * What rows must have in common to be kept together: all that decides a row but the picture and the
 * view. Immutable.
 *
 * @param trunk digest of the trunk's weights and configuration
 * @param frontier the vertex whose output a row is
 * @param input how pictures are prepared
 * @param draw {@link #PLAIN} for view 0, or {@link #drawn} for the others
 * @param rowShape of one row, say {@code [512]} or {@code [256, 14, 14]}; each positive
 * @param precision how the numbers are stored
 * @param arithmetic what decides how sums are rounded: natives, processor, threads, batches
 */
public record FeatureSpace(
    String trunk,
    String frontier,
    InputSpec input,
    String draw,
    List<Long> rowShape,
    Precision precision,
    String arithmetic) {

  /** The draw of plain pictures, which all augmentations and seeds share. */
  public static final String PLAIN = "plain";

  /** Larger rows could not be gathered into batches. */
  private static final long MAX_ROW_BYTES = 1L << 29;

  public FeatureSpace {
    rowShape = List.copyOf(rowShape);
    if (rowShape.isEmpty()) {
      throw new IllegalArgumentException("rowShape must not be empty");
    }
    long bytes = precision.bytes();
    for (long size : rowShape) {
      if (size <= 0 || size > MAX_ROW_BYTES / bytes) {
        throw new IllegalArgumentException(
            "rowShape must be positive and take at most 512 MiB, but was " + rowShape);
      }
      bytes *= size;
    }
  }

  /**
   * The draw of views 1, 2 and so on.
   *
   * @throws IllegalArgumentException if the augmentation does not say what it does, so that its
   *     views cannot be known again
   */
  public static String drawn(Augmentation augmentation, Seed seed) {
    if (augmentation.unnamed()) {
      throw new IllegalArgumentException(
          "augmentation must have a name for its views to be cached, but was "
              + augmentation.describe()
              + ": use Augmentation.named(name, augmentation)");
    }
    // "framed": since views are drawn at the network's size, rows of before are others.
    return augmentation.describe() + ", framed, seed " + seed.value();
  }

  /** The same for another draw. */
  public FeatureSpace withDraw(String other) {
    return new FeatureSpace(trunk, frontier, input, other, rowShape, precision, arithmetic);
  }

  /** Numbers in a row. */
  public int rowLength() {
    return (int) rowShape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Bytes a row takes on disk, without its entry in the index. */
  public int rowBytes() {
    return rowLength() * precision.bytes();
  }

  /** SHA-256 of all components: the space's name on disk is how it begins. */
  byte[] digest() {
    MessageDigest digest = Sha256.digest();
    for (String part :
        List.of(trunk, frontier, input.toString(), draw, shape(), precision.name(), arithmetic)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // Lengths first, so that no two different spaces are the same bytes.
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return digest.digest();
  }

  private String shape() {
    return rowShape.toString();
  }

  /** A line for each component, for whoever looks into the folder. */
  String description() {
    return "trunk: "
        + trunk
        + "\nfrontier: "
        + frontier
        + "\ninput: "
        + input
        + "\ndraw: "
        + draw.replaceAll("\\s+", " ")
        + "\nrow: "
        + shape()
        + " "
        + precision
        + "\narithmetic: "
        + arithmetic
        + "\n";
  }
}
