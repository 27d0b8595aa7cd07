package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.data.FolderLayout.Part;
import org.graft4j.data.FolderWalk.Entry;
import org.graft4j.data.FolderWalk.Found;

/**
 * The labelled pictures of a folder that a finished model is measured on. It is laid out as for
 * {@link ImageFolder}, but its classes are the model's: any number of them may be there, one too.
 * Of a divided folder the test part is taken, or the validation part where there is no test part.
 *
 * @param root the scanned folder
 * @param part {@code test}, {@code validation} or, of an undivided folder, {@code all}
 * @param items in the order of their ids, labelled by the model's map; at least one
 * @param skipped what was left out, and why; hidden files are not listed
 */
public record EvaluationFolder(
    Path root, String part, List<ImageItem> items, List<SkippedFile> skipped) {

  public EvaluationFolder {
    items = List.copyOf(items);
    skipped = List.copyOf(skipped);
  }

  /**
   * Lists a folder. Reads the first bytes of every file of the part and decodes nothing.
   *
   * @param labels the model's classes
   * @throws DatasetException if it is no folder, has pictures of a class that the model does not
   *     know, no pictures at all, or nothing but a training part
   */
  public static EvaluationFolder scan(Path root, LabelMap labels) throws IOException {
    FolderLayout layout = FolderLayout.of(root);
    Map<Part, Entry> parts = layout.parts();
    boolean divided =
        parts.size() == layout.folders() || (parts.size() > 1 && parts.containsKey(Part.TRAIN));
    if (parts.isEmpty() || !divided) {
      return of(root, "all", layout, layout.classes(), labels);
    }
    Part part = parts.containsKey(Part.TEST) ? Part.TEST : Part.VALIDATION;
    Entry folder = parts.get(part);
    if (folder == null) {
      throw new DatasetException(
          "'"
              + root
              + "' has "
              + parts.get(Part.TRAIN).name()
              + "/ only, and nothing held out to measure a model on: add test/, or name that"
              + " folder itself");
    }
    layout.skipBeside(parts);
    return of(root, part.text(), layout, layout.classes(folder), labels);
  }

  private static EvaluationFolder of(
      Path root,
      String part,
      FolderLayout layout,
      Map<String, List<Found>> classes,
      LabelMap labels)
      throws DatasetException {
    classes.values().removeIf(List::isEmpty);
    if (classes.isEmpty()) {
      throw new DatasetException(
          "'"
              + root
              + "' has no pictures in class folders to measure the model on ("
              + layout.skipped().size()
              + " other files): it needs subfolders of pictures named as the model's classes "
              + labels);
    }
    List<String> unknown = new ArrayList<>(classes.keySet());
    unknown.removeIf(name -> labels.indexOf(name).isPresent());
    if (!unknown.isEmpty()) {
      throw new DatasetException(
          "the model does not know the classes "
              + unknown
              + " in '"
              + root
              + "'; it was trained on "
              + labels
              + ". Rename or remove their folders");
    }
    List<ImageItem> items = new ArrayList<>(layout.items(classes, labels));
    items.sort(FolderParts.BY_ID);
    return new EvaluationFolder(root, part, items, layout.skipped());
  }

  /**
   * The same folder without some items, say the unreadable ones.
   *
   * @param ids ids of items; others are ignored
   * @throws DatasetException if nothing is left
   */
  public EvaluationFolder without(Collection<String> ids) throws DatasetException {
    Set<String> left = new HashSet<>(ids);
    List<ImageItem> rest = FolderParts.rest(items, left);
    if (rest.isEmpty()) {
      throw new DatasetException(
          "'" + root + "' has no picture left to measure the model on: none can be read");
    }
    return new EvaluationFolder(root, part, rest, skipped);
  }
}
