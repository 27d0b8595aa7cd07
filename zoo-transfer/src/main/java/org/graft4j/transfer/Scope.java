package org.graft4j.transfer;

import java.util.HashSet;
import java.util.Set;
import org.graft4j.model.LayerGroups;

/** How much of the network a stage trains; the rest is frozen, bit for bit. */
public sealed interface Scope {

  /** The vertices of the backbone that stay frozen. */
  Set<String> frozen(LayerGroups groups);

  /** The head alone; the backbone is run once and its features are kept. */
  record HeadOnly() implements Scope {
    @Override
    public String toString() {
      return "head only";
    }

    @Override
    public Set<String> frozen(LayerGroups groups) {
      return groups.upTo(groups.names().get(groups.names().size() - 1));
    }
  }

  /**
   * The head, one layer group and all groups above it.
   *
   * @param group the lowest group that trains
   */
  record From(String group) implements Scope {
    @Override
    public String toString() {
      return "from " + group + " upwards";
    }

    @Override
    public Set<String> frozen(LayerGroups groups) {
      int index = groups.index(group);
      return index == 0 ? new HashSet<>() : groups.upTo(groups.names().get(index - 1));
    }
  }

  /** Everything. */
  record All() implements Scope {
    @Override
    public String toString() {
      return "everything";
    }

    @Override
    public Set<String> frozen(LayerGroups groups) {
      return new HashSet<>();
    }
  }
}
