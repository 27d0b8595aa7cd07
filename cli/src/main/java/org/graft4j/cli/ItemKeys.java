package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.SampleColumns;

/**
 * What pictures have in common, by picture: from the folders below the class, a pattern over the
 * ids, or a CSV file.
 */
final class ItemKeys {
  private static final Pattern CSV = Pattern.compile("(?i).*\\.csv");

  private final String option;
  private final String column;
  private final List<ImageItem> items;

  private ItemKeys(String option, String column, List<ImageItem> items) {
    this.option = option;
    this.column = column;
    this.items = items;
  }

  /**
   * The key of each item.
   *
   * @param option for messages, say {@code --groups}
   * @param column of a CSV file, say {@code group}
   * @param text {@code folder}, a file that ends in .csv, or a regular expression with a part in
   *     parentheses
   * @param depth folders in an id before those that matter: 1 for the class, 2 where train/ is
   *     above
   */
  static Map<String, String> read(
      String option, String column, String text, List<ImageItem> items, int depth)
      throws IOException {
    ItemKeys keys = new ItemKeys(option, column, items);
    if (text.equals("folder")) {
      return keys.folders(depth);
    }
    return CSV.matcher(text).matches() ? keys.csv(Path.of(text)) : keys.pattern(text);
  }

  /** A folder of the same name below two classes is the same one: a scene has things of both. */
  private Map<String, String> folders(int depth) throws DatasetException {
    Map<String, String> keys = new HashMap<>();
    int inFolders = 0;
    for (ImageItem item : items) {
      String[] parts = item.id().split("/", depth + 1);
      String below = parts[parts.length - 1];
      int end = below.lastIndexOf('/');
      inFolders += end < 0 ? 0 : 1;
      if (end < 0 && column.equals("domain")) {
        throw new DatasetException(
            option
                + " folder must find each picture in a folder below its class, but '"
                + item.id()
                + "' lies in the class itself");
      }
      // By itself; a picture's name has a dot or a slash more than any folder could be called.
      keys.put(item.id(), end < 0 ? "//" + item.id() : below.substring(0, end));
    }
    if (inFolders == 0) {
      throw new DatasetException(
          option
              + " folder must find folders below the classes, but all pictures lie in the classes"
              + " themselves: name a CSV file or a pattern");
    }
    return keys;
  }

  private Map<String, String> pattern(String text) throws DatasetException {
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new WrongValue(
          option
              + " must be folder, a .csv file or a regular expression, but was '"
              + text
              + "': "
              + e.getDescription());
    }
    if (pattern.matcher("").groupCount() == 0) {
      throw new WrongValue(
          option
              + " must be folder, a .csv file, or a regular expression with the name in parentheses,"
              + " say '([^/]+)_\\d+\\.jpg', but was '"
              + text
              + "'");
    }
    Map<String, String> keys = new HashMap<>();
    for (ImageItem item : items) {
      Matcher matcher = pattern.matcher(item.id());
      String key = matcher.find() ? matcher.group(1) : null;
      if (key == null) {
        throw new DatasetException(
            option
                + " must match each picture, but '"
                + text
                + "' does not match '"
                + item.id()
                + "'");
      }
      keys.put(item.id(), key);
    }
    return keys;
  }

  private Map<String, String> csv(Path file) throws IOException {
    List<String> ids = items.stream().map(ImageItem::id).toList();
    SampleColumns columns = SampleColumns.read(file, ids);
    if (!columns.names().contains(column)) {
      throw new WrongValue(
          option
              + " must name a file with a column "
              + column
              + ", but "
              + file
              + " has "
              + columns.names());
    }
    List<String> values = columns.groups(column);
    Map<String, String> keys = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      keys.put(ids.get(i), values.get(i));
    }
    return keys;
  }
}
