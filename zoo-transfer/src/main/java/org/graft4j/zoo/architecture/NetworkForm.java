package org.graft4j.zoo.architecture;

import java.util.Optional;

/**
 * Which form of an architecture is wanted. Immutable.
 *
 * @param height rows of a picture, positive
 * @param width columns of a picture, positive
 * @param cut the topmost layer group to keep; everything above is left out and the features are the
 *     average over all places of the group's output. Empty keeps all groups
 * @param classes classes of the head on top; 0 leaves the head out. A cut network has no head
 */
public record NetworkForm(int height, int width, Optional<String> cut, int classes) {

  public NetworkForm {
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "height and width must be positive, but were " + height + " and " + width);
    }
    if (classes < 0) {
      throw new IllegalArgumentException("classes must not be negative, but was " + classes);
    }
    if (cut.isPresent() && classes > 0) {
      throw new IllegalArgumentException(
          "classes must be 0 where the network is cut, but was " + classes);
    }
  }

  /** All groups and a head. */
  public static NetworkForm whole(int height, int width, int classes) {
    return new NetworkForm(height, width, Optional.empty(), classes);
  }

  /** The groups up to that one, without a head. */
  public static NetworkForm cutAt(int height, int width, String group) {
    return new NetworkForm(height, width, Optional.of(group), 0);
  }
}
