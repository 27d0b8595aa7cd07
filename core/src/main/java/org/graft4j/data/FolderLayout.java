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

/** What lies in a data set's folder: its parts, their class folders and what was left out. */
final class FolderLayout {
  /** A part of a divided folder. */
  enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    /** Its name in messages and reports. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path root;
  private final List<Entry> top;
  private final List<SkippedFile> skipped = new ArrayList<>();

  private FolderLayout(Path root, List<Entry> top) {
    this.root = root;
    this.top = top;
  }

  /** Lists the root, which must be a folder with something in it. */
  static FolderLayout of(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DatasetException(
          (Files.exists(root)
                  ? "'" + root + "' is a file, not a folder"
                  : "no such file or folder: " + root)
              + ": name a folder with one subfolder of pictures for each class");
    }
    List<Entry> top = FolderWalk.list(root);
    if (top.isEmpty()) {
      throw new DatasetException(
          "the folder '" + root + "' is empty: it needs a subfolder of pictures for each class");
    }
    return new FolderLayout(root, top);
  }

  /** What was left out so far. */
  List<SkippedFile> skipped() {
    return skipped;
  }

  /** How many folders there are at the root. */
  long folders() {
    return top.stream().filter(entry -> Files.isDirectory(entry.path())).count();
  }

  /** The folders at the root whose names are those of parts. */
  Map<Part, Entry> parts() throws DatasetException {
    Map<Part, Entry> parts = new EnumMap<>(Part.class);
    for (Entry entry : top) {
      if (!Files.isDirectory(entry.path())) {
        continue;
      }
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
    return parts;
  }

  /** Notes what lies at the root beside the parts. */
  void skipBeside(Map<Part, Entry> parts) {
    for (Entry entry : top) {
      if (!parts.containsValue(entry)) {
        skipped.add(new SkippedFile(entry.name(), "lies beside train/ and its neighbours"));
      }
    }
  }

  /** The class folders at the root, by name, with their pictures. */
  Map<String, List<Found>> classes() throws IOException {
    return classes(root, "", top);
  }

  /** The class folders of a part, by name, with their pictures. */
  Map<String, List<Found>> classes(Entry part) throws IOException {
    return classes(part.path(), part.name() + "/", FolderWalk.list(part.path()));
  }

  private Map<String, List<Found>> classes(Path folder, String prefix, List<Entry> entries)
      throws IOException {
    Map<String, List<Found>> classes = new TreeMap<>(CodePointOrder.INSTANCE);
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
      if (classes.put(entry.name(), pictures) != null) {
        throw new DatasetException(
            "'"
                + folder
                + "' has two folders named '"
                + entry.name()
                + "' that differ only in how their accents are encoded: put them together");
      }
    }
    return classes;
  }

  /** The pictures as items; the map must know each class that has some. */
  List<ImageItem> items(Map<String, List<Found>> classes, LabelMap labels) throws DatasetException {
    List<ImageItem> items = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, List<Found>> entry : classes.entrySet()) {
      for (Found found : entry.getValue()) {
        if (!ids.add(found.id())) {
          throw new DatasetException(
              "two files in '"
                  + root
                  + "' are named '"
                  + found.id()
                  + "' and differ only in how their accents are encoded: rename one");
        }
        int label = labels.indexOf(entry.getKey()).orElseThrow();
        items.add(new ImageItem(found.file(), found.id(), label));
      }
    }
    return items;
  }
}
