package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureAudit;

/** The pictures of {@code outliers}: some without classes, some to fit on, none in two roles. */
final class OutlierPictures {
  private OutlierPictures() {}

  /**
   * All pictures below a folder, in the order of their names; those that cannot be read are left
   * out, aloud.
   */
  static List<ImageItem> unlabelled(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DatasetException("'" + root + "' must be a folder of pictures, but is none");
    }
    List<ImageItem> items = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Pictures::looksLikePicture).sorted().toList()) {
        items.add(new ImageItem(file, root.relativize(file).toString().replace('\\', '/'), 0));
      }
    }
    if (items.isEmpty()) {
      throw new DatasetException("'" + root + "' has no pictures: name a folder that has some");
    }
    PictureAudit audit = PictureAudit.of(items);
    Pictures.noteUnreadable(audit);
    if (audit.readable().isEmpty()) {
      throw new DatasetException("'" + root + "' has no picture that can be read");
    }
    return audit.readable();
  }

  /** The training part of a folder, or all of an undivided one; its classes must be the model's. */
  static List<ImageItem> training(Path root, LabelMap labels, boolean strict) throws IOException {
    ImageFolder folder = Pictures.toTrainOn(root, strict, Optional.empty());
    if (!folder.labels().equals(labels)) {
      throw new DatasetException(
          "--fit must name the model's training pictures, of the classes "
              + labels
              + ", but '"
              + root
              + "' has "
              + folder.labels());
    }
    return folder.givenSplit().map(split -> split.train()).orElseGet(folder::items);
  }

  /**
   * Fails if a picture, as a file or by its bytes, has two roles: what was fitted on, or is
   * compared with itself, measures nothing. Within a role copies are no business of this.
   *
   * @param roles what each list is, for the message
   */
  static void requireApart(Map<String, List<ImageItem>> roles) throws IOException {
    ItemDigests digests = new ItemDigests();
    Map<String, Held> seen = new HashMap<>();
    for (Map.Entry<String, List<ImageItem>> role : roles.entrySet()) {
      List<Optional<String>> contents = digests.ofReadable(role.getValue());
      for (int i = 0; i < contents.size(); i++) {
        Path file = role.getValue().get(i).file();
        if (contents.get(i).isEmpty()) {
          continue; // whoever decodes it says what is wrong with it
        }
        Held first = seen.putIfAbsent(contents.get(i).get(), new Held(role.getKey(), file));
        if (first != null && !first.role().equals(role.getKey())) {
          throw new DatasetException(
              "no picture may have two roles, but '"
                  + file
                  + "' is among both "
                  + first.role()
                  + " and "
                  + role.getKey()
                  + (Files.isSameFile(first.file(), file)
                      ? ""
                      : ", there as '" + first.file() + "', with the same bytes"));
        }
      }
    }
  }

  /** The first picture of that content. */
  private record Held(String role, Path file) {}
}
