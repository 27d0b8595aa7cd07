package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.eval.doctor.Leakage;

/**
 * What the pictures of {@code --source} have in common with those of DATA, by the bytes of their
 * files: a backbone that learns measured pictures under other labels knows them all the same.
 *
 * @param folder of the source, its last two names
 * @param pictures that are learned beside DATA
 * @param trained those that are training pictures of DATA, too
 */
record SourceCheck(String folder, int pictures, int trained) {

  /**
   * Compares the source with all parts of DATA.
   *
   * @throws DatasetException if a picture of it is in the validation or the test part
   */
  static SourceCheck of(Path source, List<ImageItem> items, DatasetSplit split, ItemDigests digests)
      throws DatasetException {
    List<ImageItem> heldOut = new ArrayList<>(split.validation());
    heldOut.addAll(split.test());
    requireApart(source, items, heldOut, "validation and test pictures of DATA", digests);
    int trained = Leakage.ofFiles(split.train(), items, digests).sameFile();
    return new SourceCheck(name(source), items.size(), trained);
  }

  /**
   * Refuses a source with pictures that something is measured on.
   *
   * @param of what the pictures are, for the message
   */
  static void requireApart(
      Path source, List<ImageItem> items, List<ImageItem> measured, String of, ItemDigests digests)
      throws DatasetException {
    LeakFinding found = Leakage.ofFiles(measured, items, digests);
    if (found.leaks()) {
      LeakFinding.Example first = found.examples().get(0);
      throw new DatasetException(
          "--source must have none of the "
              + of
              + ", but "
              + found.count()
              + " of its "
              + Count.of(items.size(), "picture", "pictures")
              + (found.count() == 1 ? " is" : " are")
              + " the same file, say '"
              + first.trainId()
              + "': take them out of '"
              + source
              + "' or name another folder");
    }
  }

  /** Enough to know a folder by, without where it lies. */
  private static String name(Path source) {
    Path whole = source.toAbsolutePath().normalize();
    int names = whole.getNameCount();
    return whole.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
  }

  /** For the model's facts. */
  String sentence() {
    return Count.of(pictures, "picture", "pictures")
        + " of '"
        + folder
        + "', none of them byte for byte a held-out one"
        + (trained == 0 ? "" : ", " + trained + " of them training pictures of DATA");
  }

  /** What a user should know. */
  List<String> notes() {
    return trained == 0
        ? List.of()
        : List.of(
            trained
                + " of the "
                + Count.of(pictures, "picture", "pictures")
                + " of --source "
                + (trained == 1 ? "is a training picture" : "are training pictures")
                + " of DATA, too, byte for byte: the network learns them by two heads");
  }

  void write(ObjectNode node) {
    node.put("folder", folder).put("pictures", pictures).put("heldOut", 0).put("trained", trained);
  }
}
