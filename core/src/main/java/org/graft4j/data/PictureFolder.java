package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All pictures below a folder, however deep and whatever its folders mean: for questions about
 * pictures that ask for no classes. Ids, their order and what counts as a picture are as in {@link
 * ImageFolder}.
 *
 * @param root the scanned folder
 * @param items in the order of their ids, one at least; all have label 0
 * @param skipped what was left out, and why; hidden files are not listed
 */
public record PictureFolder(Path root, List<ImageItem> items, List<SkippedFile> skipped) {

  public PictureFolder {
    items = List.copyOf(items);
    skipped = List.copyOf(skipped);
  }

  /**
   * Lists a folder. Reads the first bytes of every file and decodes nothing.
   *
   * @throws DatasetException if it is no folder or holds no picture
   */
  public static PictureFolder scan(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DatasetException(
          (Files.exists(root)
                  ? "'" + root + "' is a file, not a folder"
                  : "no such file or folder: " + root)
              + ": name a folder of pictures");
    }
    List<SkippedFile> skipped = new ArrayList<>();
    List<ImageItem> items = new ArrayList<>();
    for (FolderWalk.Found found : FolderWalk.pictures(root, "", skipped)) {
      items.add(new ImageItem(found.file(), found.id().substring(1), 0));
    }
    if (items.isEmpty()) {
      throw new DatasetException(
          "'"
              + root
              + "' holds no picture ("
              + skipped.size()
              + " other files): name a folder of"
              + " pictures");
    }
    items.sort(FolderParts.BY_ID);
    return new PictureFolder(
        root,
        items,
        skipped.stream().map(s -> new SkippedFile(s.id().substring(1), s.reason())).toList());
  }
}
