package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureAudit;
import org.graft4j.data.SkippedFile;
import org.graft4j.data.UnreadablePicture;

/** Scans a folder and leaves out, aloud, what cannot be used. */
final class Pictures {
  private static final int NAMED = 5;

  private Pictures() {}

  /**
   * The folder without the pictures that cannot be read.
   *
   * @param strict whether one of those ends the command
   */
  static ImageFolder scan(Path root, boolean strict) throws IOException {
    ImageFolder folder = ImageFolder.scan(root);
    List<String> skipped = new ArrayList<>();
    for (SkippedFile file : folder.skipped()) {
      skipped.add(file.id() + " (" + file.reason() + ")");
    }
    note(skipped, "left out %d files that are no pictures");
    PictureAudit audit = PictureAudit.of(all(folder));
    List<String> unreadable = new ArrayList<>();
    for (UnreadablePicture picture : audit.unreadable()) {
      unreadable.add(picture.id() + " (" + picture.reason() + ")");
    }
    if (strict && !unreadable.isEmpty()) {
      throw new DatasetException(
          unreadable.size()
              + " pictures cannot be read: "
              + named(unreadable)
              + "; mend or remove them, or leave --strict out");
    }
    note(unreadable, "left out %d pictures that cannot be read");
    return unreadable.isEmpty() ? folder : folder.without(audit.unreadableIds());
  }

  private static List<ImageItem> all(ImageFolder folder) {
    if (folder.givenSplit().isEmpty()) {
      return folder.items();
    }
    DatasetSplit split = folder.givenSplit().get();
    List<ImageItem> items = new ArrayList<>(split.train());
    items.addAll(split.validation());
    items.addAll(split.test());
    return items;
  }

  private static void note(List<String> files, String what) {
    if (!files.isEmpty()) {
      Terminal.note(what.replace("%d", Integer.toString(files.size())) + ": " + named(files));
    }
  }

  private static String named(List<String> files) {
    String head = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
    return files.size() <= NAMED ? head : head + " and " + (files.size() - NAMED) + " more";
  }
}
