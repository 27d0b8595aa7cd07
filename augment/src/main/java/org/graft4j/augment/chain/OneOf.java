package org.graft4j.augment.chain;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;

/**
 * One of several augmentations, drawn anew for each sample. As in {@link Sequence}, each link has a
 * stream of its own, made from one number of the sample's stream and the link's place.
 *
 * @param links at least one; either all of them {@linkplain Augmentation#framing() choose} what
 *     part of the stored picture is seen, or none of them
 * @param weights how likely each link is, in relation to the others: not negative, finite, and not
 *     all 0; none for all alike
 */
public record OneOf(List<Augmentation> links, List<Double> weights) implements Transform {

  public OneOf {
    links = List.copyOf(links);
    weights = List.copyOf(weights);
    if (links.isEmpty()) {
      throw new IllegalArgumentException("links must hold at least one to choose, but were none");
    }
    if (!weights.isEmpty() && weights.size() != links.size()) {
      throw new IllegalArgumentException(
          "weights must be one for each of the "
              + links.size()
              + " links, or none for all alike, but were "
              + weights.size());
    }
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "weights must be finite and not negative, but one was " + weight);
      }
    }
    double sum = sum(weights);
    if (!weights.isEmpty() && !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weights must have a positive, finite sum, but were " + weights);
    }
    Links.requireAlikeInFraming(links);
  }

  /** Each as likely. */
  public static OneOf of(Augmentation... links) {
    return new OneOf(List.of(links), List.of());
  }

  private static double sum(List<Double> weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    int chosen = chosen(Range.UNIT.draw(seed.stream("choice")));
    return links.get(chosen).draw(seed.stream("link", chosen));
  }

  /** The link that a number in [0, 1) falls on. */
  private int chosen(double share) {
    if (weights.isEmpty()) {
      return (int) (share * links.size());
    }
    double rest = share * sum(weights);
    int last = 0;
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i) > 0) {
        if (rest < weights.get(i)) {
          return i;
        }
        last = i;
      }
      rest -= weights.get(i);
    }
    return last; // rounding ate the last bit
  }

  @Override
  public boolean movesMasks() {
    return Links.allMoveMasks(links);
  }

  @Override
  public boolean framing() {
    return links.get(0).framing();
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new OneOf(Links.forInput(links, input), weights);
  }

  @Override
  public String describe() {
    String odds = weights.isEmpty() ? "" : "weights=" + weights + ", ";
    return "OneOf[" + odds + Links.describe(links) + "]";
  }

  @Override
  public boolean unnamed() {
    return Links.unnamed(links);
  }

  @Override
  public boolean isNone() {
    return Links.allNone(links);
  }
}
