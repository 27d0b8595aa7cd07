package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;

/**
 * How items are divided into folds. Immutable.
 *
 * <p>Files with the same bytes are held out together, whatever their names and classes, since a
 * copy on the other side is a leak; {@link Builder#copiesTogether} turns that off.
 */
public final class FoldDesign {
  private final Builder settings;

  private FoldDesign(Builder settings) {
    this.settings = settings.copy();
  }

  /** Five folds of stratified single items, once, with seed 42 and no validation part. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets what differs from the defaults. */
  public static final class Builder {
    private int folds = 5;
    private int repeats = 1;
    private boolean stratified = true;
    private boolean copiesTogether = true;
    private double validation;
    private Seed seed = Seed.of(42);
    private @Nullable Map<String, String> groups;
    private @Nullable Map<String, String> domains;

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.folds = folds;
      copy.repeats = repeats;
      copy.stratified = stratified;
      copy.copiesTogether = copiesTogether;
      copy.validation = validation;
      copy.seed = seed;
      copy.groups = groups;
      copy.domains = domains;
      return copy;
    }

    /** Folds of each repeat, 2 at least; with domains there are as many as those. */
    public Builder folds(int value) {
      if (value < 2) {
        throw new IllegalArgumentException("folds must be 2 at least, but were " + value);
      }
      this.folds = value;
      return this;
    }

    /** How often everything is divided anew, positive. */
    public Builder repeats(int value) {
      if (value <= 0) {
        throw new IllegalArgumentException("repeats must be positive, but were " + value);
      }
      this.repeats = value;
      return this;
    }

    /** Whether classes are spread evenly over the folds. Default: yes. */
    public Builder stratified(boolean value) {
      this.stratified = value;
      return this;
    }

    /** Whether files with the same bytes are one group. Default: yes. */
    public Builder copiesTogether(boolean value) {
      this.copiesTogether = value;
      return this;
    }

    /**
     * Share of each fold's training items that is divided off for choosing epochs or a temperature,
     * in [0, 1); groups stay whole. Default: 0, none.
     */
    public Builder validation(double value) {
      if (!(value >= 0 && value < 1)) {
        throw new IllegalArgumentException("validation must be in [0, 1), but was " + value);
      }
      this.validation = value;
      return this;
    }

    /** The seed of every division. */
    public Builder seed(Seed value) {
      this.seed = value;
      return this;
    }

    /**
     * What belongs together and is never on both sides, say the patient of each picture.
     *
     * @param value the group of each item by the item's id; ids of no item are passed over
     */
    public Builder groups(Map<String, String> value) {
      this.groups = Map.copyOf(value);
      return this;
    }

    /**
     * Holds out one domain at a time, and learns from all others.
     *
     * @param value the domain of each item by the item's id; ids of no item are passed over
     */
    public Builder domains(Map<String, String> value) {
      this.domains = Map.copyOf(value);
      return this;
    }

    /**
     * The design.
     *
     * @throws IllegalArgumentException if domains are to be dealt more than once: there is one way
     */
    public FoldDesign build() {
      if (domains != null && repeats > 1) {
        throw new IllegalArgumentException(
            "repeats must be 1 with domains, since there is one way to hold each out, but were "
                + repeats);
      }
      return new FoldDesign(this);
    }
  }

  /** The same for the search within a fold. */
  FoldDesign inner(int innerFolds, Seed innerSeed) {
    return new FoldDesign(settings.copy().folds(innerFolds).repeats(1).seed(innerSeed));
  }

  int folds() {
    return settings.folds;
  }

  int repeats() {
    return settings.repeats;
  }

  boolean stratified() {
    return settings.stratified;
  }

  boolean copiesTogether() {
    return settings.copiesTogether;
  }

  double validation() {
    return settings.validation;
  }

  Seed seed() {
    return settings.seed;
  }

  @Nullable Map<String, String> groups() {
    return settings.groups;
  }

  @Nullable Map<String, String> domains() {
    return settings.domains;
  }

  /**
   * Divides items.
   *
   * @param labels the classes, fixed before and for all folds
   * @param items with different ids
   * @param digests by which copies are found
   * @throws DatasetException if there are fewer groups or domains than it takes, or a class would
   *     be missing from what a fold learns from; the message names it
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if an item has no group or domain though others have
   */
  public FoldedItems divide(LabelMap labels, List<ImageItem> items, ItemDigests digests)
      throws IOException {
    return FoldDivision.of(this, labels, items, digests);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (settings.domains != null) {
      text.append("leave one domain out");
    } else {
      text.append(settings.folds).append(settings.stratified ? " stratified" : " plain");
      text.append(settings.groups == null ? " folds" : " folds of groups");
      text.append(settings.repeats > 1 ? ", " + settings.repeats + " times" : "");
    }
    text.append(settings.copiesTogether ? ", copies together" : ", copies as they fall");
    if (settings.validation > 0) {
      text.append(", validation ").append(settings.validation);
    }
    return text.append(", seed ").append(settings.seed.value()).toString();
  }
}
