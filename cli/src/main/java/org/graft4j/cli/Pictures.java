package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graft4j.data.DatasetException;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureAudit;
import org.graft4j.data.PictureFolder;
import org.graft4j.data.SkippedFile;
import org.graft4j.data.UnreadablePicture;
import org.graft4j.features.FeatureCache;

/** Scans a folder and leaves out, aloud, what cannot be used. */
final class Pictures {
  private static final int NAMED = 5;
  private static final Pattern PICTURE_NAME = Pattern.compile("(?i).*\\.(jpe?g|png|gif|bmp|webp)");

  private Pictures() {}

  /**
   * A folder to train on, without the pictures that cannot be read.
   *
   * @param strict whether one of those ends the command
   * @param cache knows pictures that were decoded before
   */
  static ImageFolder toTrainOn(Path root, boolean strict, Optional<FeatureCache> cache)
      throws IOException {
    ImageFolder folder = ImageFolder.scan(root);
    PictureAudit audit =
        cache.map(c -> c.audit(folder.items())).orElseGet(() -> PictureAudit.of(folder.items()));
    List<String> unreadable = unreadable(folder.skipped(), audit, strict);
    return unreadable.isEmpty() ? folder : folder.without(unreadable);
  }

  /**
   * The pictures of a folder that a model is measured on, without those that cannot be read. Others
   * are not looked at.
   *
   * @param labels the model's
   * @param strict whether one that cannot be read ends the command
   */
  static EvaluationFolder toEvaluate(Path root, LabelMap labels, boolean strict)
      throws IOException {
    EvaluationFolder folder = EvaluationFolder.scan(root, labels);
    List<String> unreadable = unreadable(folder.skipped(), PictureAudit.of(folder.items()), strict);
    return unreadable.isEmpty() ? folder : folder.without(unreadable);
  }

  /**
   * All pictures below a folder, whatever its folders mean, without those that cannot be read.
   *
   * @param strict whether one of those ends the command
   * @param cache knows pictures that were decoded before
   */
  static List<ImageItem> all(Path root, boolean strict, Optional<FeatureCache> cache)
      throws IOException {
    PictureFolder folder = PictureFolder.scan(root);
    PictureAudit audit =
        cache.map(c -> c.audit(folder.items())).orElseGet(() -> PictureAudit.of(folder.items()));
    unreadable(folder.skipped(), audit, strict);
    return audit.readable();
  }

  /** Says what is left out, and gives the ids of the items among it. */
  private static List<String> unreadable(
      List<SkippedFile> noPictures, PictureAudit audit, boolean strict) throws IOException {
    List<String> skipped = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (SkippedFile file : noPictures) {
      // A web page or a pointer of Git LFS that calls itself .jpg was meant to be a picture.
      boolean meant = PICTURE_NAME.matcher(file.id()).matches();
      (strict && meant ? unreadable : skipped).add(file.id() + " (" + file.reason() + ")");
    }
    note(skipped, "file", "files", "");
    for (UnreadablePicture picture : audit.unreadable()) {
      unreadable.add(picture.id() + " (" + picture.reason() + ")");
    }
    if (strict && !unreadable.isEmpty()) {
      throw new DatasetException(
          Count.of(unreadable.size(), "picture", "pictures")
              + " cannot be read: "
              + named(unreadable)
              + "; mend or remove them, or leave --strict out");
    }
    note(unreadable, "picture", "pictures", " that cannot be read");
    return audit.unreadableIds();
  }

  /** Says what of pictures without classes is left out. */
  static void noteUnreadable(PictureAudit audit) {
    List<String> names =
        audit.unreadable().stream().map(p -> p.id() + " (" + p.reason() + ")").toList();
    note(names, "picture", "pictures", " that cannot be read");
  }

  /** Whether a file's name is a picture's, and not a hidden one. */
  static boolean looksLikePicture(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && PICTURE_NAME.matcher(name).matches()
        && Files.isRegularFile(file);
  }

  private static void note(List<String> files, String one, String many, String which) {
    if (!files.isEmpty()) {
      Terminal.note("left out " + Count.of(files.size(), one, many) + which + ": " + named(files));
    }
  }

  private static String named(List<String> files) {
    String head = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
    return files.size() <= NAMED ? head : head + " and " + (files.size() - NAMED) + " more";
  }
}
