package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.Seed;

/**
 * The pictures of one folder that take part in a comparison.
 *
 * @param items chosen at random, each content once
 * @param there how many pictures that can be read the folder has
 * @param copies how many of them were left out because an earlier one has the same bytes
 * @param digests of the chosen ones, in their order
 */
record ShiftSide(List<ImageItem> items, int there, int copies, List<String> digests) {
  private static final Set<String> PARTS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing");

  /**
   * At most that many.
   *
   * @param name keeps the draws of the two folders apart
   */
  static ShiftSide of(List<ImageItem> all, int most, Seed seed, String name) throws IOException {
    ItemDigests digests = new ItemDigests();
    Map<String, String> seen = new HashMap<>();
    List<ImageItem> different = new ArrayList<>();
    for (ImageItem item : all) {
      String digest = digests.of(item);
      if (seen.putIfAbsent(digest, item.id()) == null) {
        different.add(item);
      }
    }
    int[] order = seed.permutation(different.size(), "shift", Seed.coordinate(name));
    boolean[] chosen = new boolean[different.size()];
    for (int i = 0; i < Math.min(most, order.length); i++) {
      chosen[order[i]] = true;
    }
    List<ImageItem> items = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        items.add(different.get(i));
        kept.add(digests.of(different.get(i)));
      }
    }
    return new ShiftSide(items, all.size(), all.size() - different.size(), kept);
  }

  /** Pictures that the other one has too, byte for byte. */
  int shared(ShiftSide other) {
    Set<String> same = new HashSet<>(digests);
    same.retainAll(new HashSet<>(other.digests));
    return same.size();
  }

  /** The folder that a picture is in, parts of a divided data set passed over; empty at the top. */
  static String group(ImageItem item) {
    String[] names = item.id().split("/", -1);
    int first = names.length > 1 && PARTS.contains(names[0].toLowerCase(Locale.ROOT)) ? 1 : 0;
    return first < names.length - 1 ? names[first] : "";
  }
}
