package org.graft4j.featurise.internal;

import java.util.Arrays;
import java.util.List;
import org.graft4j.data.ImageItem;
import org.graft4j.features.RowKey;

/**
 * What the trunk makes of each item of a list in one view, by name: the rows themselves are in a
 * cache, or are computed.
 *
 * @param view 0 for the plain pictures
 * @param keys one an item, in the same order
 */
public record Features(List<ImageItem> items, int view, List<RowKey> keys) {
  public Features {
    items = List.copyOf(items);
    keys = List.copyOf(keys);
  }

  /** These items in another order, or some of them. */
  public Features at(int[] places) {
    return new Features(
        Arrays.stream(places).mapToObj(items::get).toList(),
        view,
        Arrays.stream(places).mapToObj(keys::get).toList());
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }
}
