package org.graft4j.zoo.architecture;

import java.util.Locale;
import java.util.Optional;
import org.graft4j.data.InputSpec;

/**
 * Which form of an architecture is wanted. Immutable.
 *
 * @param channels of a picture, positive
 * @param height rows of a picture, positive
 * @param width columns of a picture, positive
 * @param cut the topmost layer group to keep; everything above is left out and the features are the
 *     average over all places of the group's output. Empty keeps all groups
 * @param classes classes of the head on top; 0 leaves the head out. A cut network has no head
 */
public record NetworkForm(int channels, int height, int width, Optional<String> cut, int classes) {

  public NetworkForm {
    if (channels <= 0 || height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channels, height and width must be positive, but were %d, %d and %d",
              channels,
              height,
              width));
    }
    if (classes < 0) {
      throw new IllegalArgumentException("classes must not be negative, but was " + classes);
    }
    if (cut.isPresent() && classes > 0) {
      throw new IllegalArgumentException(
          "classes must be 0 where the network is cut, but was " + classes);
    }
  }

  /** All groups and a head, for such pictures. */
  public static NetworkForm whole(InputSpec input, int classes) {
    return new NetworkForm(input.depth(), input.height(), input.width(), Optional.empty(), classes);
  }

  /** The groups up to that one, without a head, for such pictures. */
  public static NetworkForm cutAt(InputSpec input, String group) {
    return new NetworkForm(input.depth(), input.height(), input.width(), Optional.of(group), 0);
  }

  /** All groups and a head, for pictures of three channels. */
  public static NetworkForm whole(int height, int width, int classes) {
    return new NetworkForm(3, height, width, Optional.empty(), classes);
  }

  /** The groups up to that one, without a head, for pictures of three channels. */
  public static NetworkForm cutAt(int height, int width, String group) {
    return new NetworkForm(3, height, width, Optional.of(group), 0);
  }
}
