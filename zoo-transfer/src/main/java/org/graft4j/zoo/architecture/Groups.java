package org.graft4j.zoo.architecture;

import java.util.Locale;

/** What a form asks of an architecture, checked. */
final class Groups {
  private Groups() {}

  /** The layer group at which it ends: the cut, or the topmost where nothing is cut off. */
  static String top(Architecture architecture, NetworkForm form) {
    String top = architecture.groups().get(architecture.groups().size() - 1);
    String cut = form.cut().orElse(top);
    if (!architecture.groups().contains(cut)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "unknown layer group '%s' of %s; there are %s",
              cut,
              architecture.id(),
              architecture.groups()));
    }
    return cut;
  }

  /** Refuses pictures of which nothing would be left below the top. */
  static void requireSize(Architecture architecture, NetworkForm form, int smallest) {
    if (Math.min(form.height(), form.width()) < smallest) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "height and width must be at least %d for %s, but were %d and %d",
              smallest,
              architecture.id() + form.cut().map(cut -> " cut at " + cut).orElse(""),
              form.height(),
              form.width()));
    }
  }
}
