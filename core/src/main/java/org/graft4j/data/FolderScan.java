package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.FolderLayout.Part;
import org.graft4j.data.FolderWalk.Entry;
import org.graft4j.data.FolderWalk.Found;

/** One scan of a folder to train on: finds the layout, collects the classes, checks the whole. */
final class FolderScan {
  private final Path root;
  private final FolderLayout layout;
  private final Map<Part, Map<String, List<Found>>> classes = new EnumMap<>(Part.class);

  private FolderScan(Path root, FolderLayout layout) {
    this.root = root;
    this.layout = layout;
    for (Part part : Part.values()) {
      classes.put(part, Map.of());
    }
  }

  static ImageFolder of(Path root) throws IOException {
    return new FolderScan(root, FolderLayout.of(root)).scan();
  }

  private ImageFolder scan() throws IOException {
    Map<Part, Entry> parts = parts();
    if (parts.isEmpty()) {
      classes.put(Part.TRAIN, layout.classes());
    } else {
      layout.skipBeside(parts);
      for (Map.Entry<Part, Entry> part : parts.entrySet()) {
        classes.put(part.getKey(), layout.classes(part.getValue()));
      }
    }
    LabelMap labels = checkedLabels(parts.isEmpty() ? "" : parts.get(Part.TRAIN).name() + "/");
    return new ImageFolder(
        root,
        labels,
        new FolderParts(
            !parts.isEmpty(),
            items(Part.TRAIN, labels),
            items(Part.VALIDATION, labels),
            items(Part.TEST, labels)),
        layout.skipped());
  }

  private List<ImageItem> items(Part part, LabelMap labels) throws DatasetException {
    return layout.items(classes.get(part), labels);
  }

  /** The folders of a given split; empty if the folders at the root are classes. */
  private Map<Part, Entry> parts() throws DatasetException {
    Map<Part, Entry> parts = layout.parts();
    if (parts.containsKey(Part.TRAIN) && parts.size() > 1) {
      return parts;
    }
    if (!parts.isEmpty() && parts.size() == layout.folders()) {
      throw new DatasetException(
          "'"
              + root
              + "' has "
              + String.join("/ and ", parts.values().stream().map(Entry::name).toList())
              + "/ only: a given split needs train/ and one of val/ and test/, and a folder to be"
              + " split has its classes at the top");
    }
    return Map.of();
  }

  private LabelMap checkedLabels(String trainPrefix) throws DatasetException {
    Map<String, List<Found>> train = classes.get(Part.TRAIN);
    if (classes.values().stream()
        .allMatch(part -> part.values().stream().allMatch(List::isEmpty))) {
      throw new DatasetException(
          "the folder '"
              + root
              + "' has no pictures in class folders ("
              + layout.skipped().size()
              + " other files): it needs a subfolder of pictures for each class");
    }
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      for (Map.Entry<String, List<Found>> entry : classes.get(part).entrySet()) {
        if (!entry.getValue().isEmpty() && !train.containsKey(entry.getKey())) {
          throw new DatasetException(
              "class '"
                  + entry.getKey()
                  + "' is only in the "
                  + part.text()
                  + " part of '"
                  + root
                  + "': nothing can learn it; add it to "
                  + trainPrefix
                  + " or delete it");
        }
      }
    }
    for (Map.Entry<String, List<Found>> entry : train.entrySet()) {
      if (entry.getValue().isEmpty()) {
        throw new DatasetException(
            "class folder '"
                + trainPrefix
                + entry.getKey()
                + "' in '"
                + root
                + "' has no pictures: add some, or delete it");
      }
    }
    if (train.size() < 2) {
      throw new DatasetException(
          "'"
              + root
              + "' has one class only ('"
              + train.keySet().iterator().next()
              + "'): a classifier needs two at least");
    }
    return LabelMap.sorted(train.keySet());
  }
}
