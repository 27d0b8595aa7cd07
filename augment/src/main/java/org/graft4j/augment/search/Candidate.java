package org.graft4j.augment.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graft4j.data.Augmentation;

/**
 * One way of training to be tried: so many views of each picture, the plain one and drawn ones.
 *
 * @param name of the augmentation, as the user knows it; not blank
 * @param augmentation what draws the views
 * @param views two at least: the plain picture is one of them
 */
public record Candidate(String name, Augmentation augmentation, int views) {
  /** Numbers of views that are worth a try: each doubles what the backbone has to do. */
  public static final List<Integer> USUAL_VIEWS = List.of(2, 4, 8);

  public Candidate {
    Objects.requireNonNull(augmentation);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    if (views < 2) {
      throw new IllegalArgumentException(
          "views of '"
              + name
              + "' must be two at least, the plain picture and a drawn one, but were "
              + views);
    }
    if (augmentation.isNone()) {
      throw new IllegalArgumentException(
          "augmentation of '" + name + "' must change something: without any is the baseline");
    }
  }

  /**
   * Every augmentation with every number of views, in this order.
   *
   * @param augmentations by name, in the order of their strength if they have one
   */
  public static List<Candidate> grid(
      Map<String, ? extends Augmentation> augmentations, List<Integer> views) {
    List<Candidate> grid = new ArrayList<>();
    augmentations.forEach(
        (name, augmentation) ->
            views.forEach(number -> grid.add(new Candidate(name, augmentation, number))));
    return List.copyOf(grid);
  }

  /** Say {@code light with 4 views}. */
  public String describe() {
    return name + " with " + views + " views";
  }
}
