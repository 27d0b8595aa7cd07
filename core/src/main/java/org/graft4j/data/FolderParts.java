package org.graft4j.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The items of a folder by the part that they lie in, each in the order of ids.
 *
 * @param given whether the folder itself names the parts; if not, all items are in {@code train}
 */
record FolderParts(
    boolean given, List<ImageItem> train, List<ImageItem> validation, List<ImageItem> test) {
  static final Comparator<ImageItem> BY_ID =
      Comparator.comparing(ImageItem::id, CodePointOrder.INSTANCE);

  FolderParts {
    train = sorted(train);
    validation = sorted(validation);
    test = sorted(test);
  }

  private static List<ImageItem> sorted(List<ImageItem> items) {
    return items.stream().sorted(BY_ID).toList();
  }

  List<ImageItem> all() {
    List<ImageItem> all = new ArrayList<>(train);
    all.addAll(validation);
    all.addAll(test);
    return sorted(all);
  }

  FolderParts without(Set<String> ids) {
    return new FolderParts(given, rest(train, ids), rest(validation, ids), rest(test, ids));
  }

  static List<ImageItem> rest(List<ImageItem> items, Set<String> ids) {
    return items.stream().filter(item -> !ids.contains(item.id())).toList();
  }
}
