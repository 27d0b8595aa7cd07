package org.graft4j.zoo.architecture;

import java.util.Locale;

/** The layer group at which a form of an architecture ends. */
final class Groups {
  private Groups() {}

  /** The cut, or the topmost group where nothing is cut off. */
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
}
