package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of labelled pictures. The class of a picture is the first folder below the root, however
 * deep below that it lies:
 *
 * <pre>
 * flowers/daisy/1.jpg              flowers/train/daisy/1.jpg
 * flowers/rose/garden/2.png        flowers/val/daisy/7.jpg      (or valid/, validation/; test/)
 * </pre>
 *
 * <p>Where there is {@code train/} and at least one of the others, the first folder below those is
 * the class, and the split is the given one. Items are in the order of their ids, by code points;
 * ids are in Unicode's composed form, so that all of it is the same on every machine. Hidden files
 * are passed over; symbolic links are followed, and not in circles. Whether a file is a picture is
 * told by its first bytes; whether it can be decoded is for {@link PictureAudit} to say. Immutable.
 */
public final class ImageFolder {
  private final Path root;
  private final LabelMap labels;
  private final FolderParts parts;
  private final List<SkippedFile> skipped;

  ImageFolder(Path root, LabelMap labels, FolderParts parts, List<SkippedFile> skipped) {
    this.root = root;
    this.labels = labels;
    this.parts = parts;
    this.skipped = List.copyOf(skipped);
  }

  /**
   * Lists a folder. Reads the first bytes of every file and decodes nothing.
   *
   * @throws DatasetException if it is no folder, holds no pictures, has fewer than two classes, a
   *     class without pictures, a class that only the validation or test part has, or two classes
   *     or files whose names are the same in Unicode's composed form
   */
  public static ImageFolder scan(Path root) throws IOException {
    return FolderScan.of(root);
  }

  /** The scanned folder. */
  public Path root() {
    return root;
  }

  /** The classes, in the order of their names. */
  public LabelMap labels() {
    return labels;
  }

  /** All pictures, of all given parts, in the order of their ids. */
  public List<ImageItem> items() {
    return parts.all();
  }

  /** What was left out, and why; hidden files are not listed. */
  public List<SkippedFile> skipped() {
    return skipped;
  }

  /** The split that train/ and its neighbours give, or empty if the folder has none. */
  public Optional<DatasetSplit> givenSplit() {
    return parts.given()
        ? Optional.of(new DatasetSplit(labels, parts.train(), parts.validation(), parts.test()))
        : Optional.empty();
  }

  /**
   * The same folder without some items, say the unreadable ones; its classes stay.
   *
   * @param ids ids of items; others are ignored
   * @throws DatasetException if a class has nothing left to train on
   */
  public ImageFolder without(Collection<String> ids) throws DatasetException {
    Set<String> left = new HashSet<>(ids);
    FolderParts remaining = parts.without(left);
    int[] counts = new int[labels.size()];
    remaining.train().forEach(item -> counts[item.label()]++);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new DatasetException(
            "class '"
                + labels.name(label)
                + "' in '"
                + root
                + "' has no pictures left to train on: add some, or delete its folder");
      }
    }
    return new ImageFolder(root, labels, remaining, skipped);
  }

  /**
   * SHA-256 over ids, labels and contents of all items, 64 hexadecimal digits. Reads every file on
   * every call.
   */
  public String digest() throws IOException {
    return ItemDigest.of(items());
  }

  @Override
  public String toString() {
    return "ImageFolder[" + root + ", " + items().size() + " pictures, classes " + labels + "]";
  }
}
