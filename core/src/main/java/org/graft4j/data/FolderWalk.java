package org.graft4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects the picture files below a folder, in the order of their names, and notes what it leaves
 * out. Each real folder is entered once, so that symbolic links in a circle end.
 */
final class FolderWalk {
  /** A file or folder with its name in Unicode's composed form. */
  record Entry(Path path, String name) {}

  /** A picture and its id. */
  record Found(Path file, String id) {}

  private final Path top;
  private final List<SkippedFile> skipped;
  private final List<Found> found = new ArrayList<>();
  private final Set<Path> entered = new HashSet<>();

  private FolderWalk(Path top, List<SkippedFile> skipped) {
    this.top = top;
    this.skipped = skipped;
  }

  /**
   * All pictures below a folder.
   *
   * @param prefix the folder's own id
   * @param skipped takes what is left out
   */
  static List<Found> pictures(Path folder, String prefix, List<SkippedFile> skipped)
      throws IOException {
    FolderWalk walk = new FolderWalk(folder.toRealPath(), skipped);
    walk.enter(folder, prefix);
    return walk.found;
  }

  /** What a folder holds, hidden things left out, in the order of code points. */
  static List<Entry> list(Path folder) throws DatasetException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> new Entry(path, name(path)))
          .filter(entry -> !entry.name().startsWith("."))
          .sorted(Comparator.comparing(Entry::name, CodePointOrder.INSTANCE))
          .toList();
    } catch (IOException e) {
      throw new DatasetException("cannot list the folder '" + folder + "': " + e.getMessage(), e);
    }
  }

  /**
   * The last part of a path, composed (NFC), so that it is the same from file systems that
   * decompose names. Where the JVM's file encoding cannot hold the name (a machine without a UTF-8
   * locale), it is taken from the path's bytes as UTF-8.
   */
  private static String name(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.indexOf('\ufffd') >= 0) {
      String raw = path.toUri().getRawPath().replaceFirst("/$", "");
      String last = raw.substring(raw.lastIndexOf('/') + 1).replace("+", "%2B");
      name = URLDecoder.decode(last, StandardCharsets.UTF_8);
    }
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private void enter(Path folder, String id) throws IOException {
    Path real = folder.toRealPath();
    // A link to a folder above would bring other classes' pictures in under this one.
    boolean above = top.startsWith(real) && !entered.isEmpty();
    if (above || !entered.add(real)) {
      skipped.add(
          new SkippedFile(id, "a symbolic link to a folder above it or one already gone through"));
      return;
    }
    for (Entry entry : list(folder)) {
      String entryId = id + "/" + entry.name();
      if (Files.isDirectory(entry.path())) {
        enter(entry.path(), entryId);
      } else if (Files.isRegularFile(entry.path())) {
        file(entry.path(), entryId);
      } else {
        skipped.add(new SkippedFile(entryId, "neither a file nor a folder, or a broken link"));
      }
    }
  }

  private void file(Path file, String id) {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(PictureFormat.SNIFFED_BYTES);
    } catch (IOException e) {
      skipped.add(new SkippedFile(id, "cannot be read: " + e));
      return;
    }
    if (head.length == 0) {
      skipped.add(new SkippedFile(id, "is empty"));
    } else if (PictureFormat.of(new EncodedPicture(id, head, 1, pixels -> {})).isEmpty()) {
      skipped.add(
          new SkippedFile(id, "is no picture (its content is no JPEG, PNG, BMP, GIF, WebP)"));
    } else {
      found.add(new Found(file, id));
    }
  }
}
