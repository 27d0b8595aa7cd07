package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.graft4j.data.FolderWalk.Entry;
import org.graft4j.data.FolderWalk.Found;

/** One scan of a data set's folder: finds the layout, collects the classes, checks the whole. */
final class FolderScan {
  private enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  private final Path root;
  private final List<SkippedFile> skipped = new ArrayList<>();
  private final Map<Part, Map<String, List<Found>>> classes = new EnumMap<>(Part.class);

  private FolderScan(Path root) {
    this.root = root;
    for (Part part : Part.values()) {
      classes.put(part, new TreeMap<>(CodePointOrder.INSTANCE));
    }
  }

  static ImageFolder of(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DatasetException(
          "'"
              + root
              + "' is "
              + (Files.exists(root) ? "a file, not a folder" : "not there")
              + ": name a folder with one subfolder of pictures for each class");
    }
    return new FolderScan(root).scan();
  }

  private ImageFolder scan() throws IOException {
    List<Entry> top = FolderWalk.list(root);
    if (top.isEmpty()) {
      throw new DatasetException(
          "the folder '" + root + "' is empty: it needs a subfolder of pictures for each class");
    }
    Map<Part, Entry> parts = parts(top);
    if (parts.isEmpty()) {
      collect(root, "", Part.TRAIN, top);
    } else {
      for (Entry entry : top) {
        if (!parts.containsValue(entry)) {
          skipped.add(new SkippedFile(entry.name(), "lies beside train/ and its neighbours"));
        }
      }
      for (Map.Entry<Part, Entry> part : parts.entrySet()) {
        Path folder = part.getValue().path();
        collect(folder, part.getValue().name() + "/", part.getKey(), FolderWalk.list(folder));
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
        skipped);
  }

  /** The folders of a given split; empty if the folders at the root are classes. */
  private Map<Part, Entry> parts(List<Entry> top) throws DatasetException {
    Map<Part, Entry> parts = new EnumMap<>(Part.class);
    int folders = 0;
    for (Entry entry : top) {
      if (!Files.isDirectory(entry.path())) {
        continue;
      }
      folders++;
      // Whoever writes Train means no class of that name.
      Part part =
          switch (entry.name().toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Part.TRAIN;
            case "val", "valid", "validation" -> Part.VALIDATION;
            case "test" -> Part.TEST;
            default -> null;
          };
      Entry other = part == null ? null : parts.put(part, entry);
      if (other != null) {
        throw new DatasetException(
            "'"
                + root
                + "' has both "
                + other.name()
                + "/ and "
                + entry.name()
                + "/: put them together");
      }
    }
    if (parts.containsKey(Part.TRAIN) && parts.size() > 1) {
      return parts;
    }
    if (!parts.isEmpty() && parts.size() == folders) {
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

  private void collect(Path folder, String prefix, Part part, List<Entry> entries)
      throws IOException {
    Path real = folder.toRealPath();
    for (Entry entry : entries) {
      String id = prefix + entry.name();
      if (!Files.isDirectory(entry.path())) {
        skipped.add(new SkippedFile(id, "lies in no class folder"));
        continue;
      }
      if (real.startsWith(entry.path().toRealPath())) {
        skipped.add(new SkippedFile(id, "a symbolic link to a folder above it"));
        continue;
      }
      List<Found> pictures = FolderWalk.pictures(entry.path(), id, skipped);
      if (classes.get(part).put(entry.name(), pictures) != null) {
        throw new DatasetException(
            "'"
                + folder
                + "' has two folders named '"
                + entry.name()
                + "' that differ only in how their accents are encoded: put them together");
      }
    }
  }

  private LabelMap checkedLabels(String trainPrefix) throws DatasetException {
    Map<String, List<Found>> train = classes.get(Part.TRAIN);
    if (classes.values().stream()
        .allMatch(part -> part.values().stream().allMatch(List::isEmpty))) {
      throw new DatasetException(
          "the folder '"
              + root
              + "' has no pictures in class folders ("
              + skipped.size()
              + " other files): it needs a subfolder of pictures for each class");
    }
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      for (Map.Entry<String, List<Found>> entry : classes.get(part).entrySet()) {
        if (!entry.getValue().isEmpty() && !train.containsKey(entry.getKey())) {
          throw new DatasetException(
              "class '"
                  + entry.getKey()
                  + "' is only in the "
                  + part.name().toLowerCase(Locale.ROOT)
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

  private List<ImageItem> items(Part part, LabelMap labels) throws DatasetException {
    List<ImageItem> items = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, List<Found>> entry : classes.get(part).entrySet()) {
      int label = labels.indexOf(entry.getKey()).orElse(-1);
      for (Found found : entry.getValue()) {
        if (!ids.add(found.id())) {
          throw new DatasetException(
              "two files in '"
                  + root
                  + "' are named '"
                  + found.id()
                  + "' and differ only in how their accents are encoded: rename one");
        }
        items.add(new ImageItem(found.file(), found.id(), label));
      }
    }
    return items;
  }
}
