package org.graft4j.augment.chain;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.graft4j.data.Augmentation;
import org.graft4j.data.InputSpec;

/** What the chains have in common: what is true of a list of augmentations. */
final class Links {
  private Links() {}

  static String describe(List<Augmentation> links) {
    return links.stream().map(Augmentation::describe).collect(joining(", "));
  }

  static boolean unnamed(List<Augmentation> links) {
    return links.stream().anyMatch(Augmentation::unnamed);
  }

  static boolean allNone(List<Augmentation> links) {
    return links.stream().allMatch(Augmentation::isNone);
  }

  static boolean allMoveMasks(List<Augmentation> links) {
    return links.stream().allMatch(Augmentation::movesMasks);
  }

  static List<Augmentation> forInput(List<Augmentation> links, InputSpec input) {
    return links.stream().map(link -> link.forInput(input)).toList();
  }

  /**
   * Refuses a choice between links of which some frame the stored picture and some do not: whether
   * the network's own cut is left out is settled before the choice falls, so that either the first
   * would be cut twice or the second be squeezed.
   */
  static void requireAlikeInFraming(List<Augmentation> links) {
    for (Augmentation link : links) {
      if (link.framing() != links.get(0).framing()) {
        throw new IllegalArgumentException(
            "links must all choose what part of the picture is seen, or none of them, but were "
                + links.get(0).describe()
                + " and "
                + link.describe()
                + ": put the one that does before the choice, in a sequence");
      }
    }
  }
}
