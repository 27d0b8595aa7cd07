package org.graft4j.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/**
 * AugMix (Hendrycks et al. 2019, arXiv 1912.02781): the picture mixed with several chains of weak
 * operations on it, weights drawn from Dirichlet distributions. For robustness against blur, noise
 * and weather rather than for accuracy on clean pictures; the paper's consistency loss is not part
 * of it. A mask cannot follow: where several moved copies show through each other, no label is
 * right, and it is refused.
 *
 * <p>Space and distributions are torchvision's, of bilinear samples; the sum is rounded, where
 * torchvision cuts off and so darkens every picture by half a step. The chains' weights are those
 * of a Dirichlet(alpha, ..., alpha) times the second of a Dirichlet(alpha, alpha), the picture's
 * own is the first of that.
 *
 * @param severity the magnitudes are the weakest so many of 10; 1 to 10
 * @param width chains, 1 to 100
 * @param depth operations of a chain, 1 to 100, or 0 for 1 to 3 at random
 * @param alpha of the distributions, 0.01 to 1000; 1 is uniform, above that the weights are alike
 * @param allOperations whether brightness, colour, contrast and sharpness take part, which the
 *     benchmarks of robustness, made by them, forbid
 * @param fill of what comes into view
 */
public record AugMix(
    int severity, int width, int depth, double alpha, boolean allOperations, Fill fill)
    implements Transform {

  public AugMix {
    requireWithin("severity", severity, 1, 10);
    requireWithin("width", width, 1, 100);
    requireWithin("depth", depth, 0, 100);
    requireWithin("alpha", alpha, 0.01, 1000);
  }

  /** As the paper and torchvision have it: severity 3, three chains of 1 to 3, alpha 1. */
  public AugMix() {
    this(3, 3, 0, 1, true, Fill.BLACK);
  }

  private static void requireWithin(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name
              + " must be from "
              + plain(low)
              + " to "
              + plain(high)
              + ", but was "
              + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9 ? "" + (long) value : "" + value;
  }

  @Override
  public boolean movesMasks() {
    return false;
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    Space space = allOperations ? Spaces.ALL : Spaces.PARTIAL;
    RandomGenerator choice = seed.stream("choice");
    List<Double> share = Dirichlet.draw(2, alpha, choice);
    List<Double> weights =
        Dirichlet.draw(width, alpha, choice).stream().map(w -> w * share.get(1)).toList();
    List<Draw> chains = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      chains.add(chain(space, seed.stream("link", i)));
    }
    return new Mixed(share.get(0), weights, chains);
  }

  private Draw chain(Space space, RandomGenerator random) {
    int length = depth > 0 ? depth : 1 + (int) (Range.UNIT.draw(random) * 3);
    List<Draw> draws = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      Space.Entry entry = space.choose(random);
      int bin = (int) (Range.UNIT.draw(random) * severity);
      draws.add(space.draw(entry, bin, fill, random));
    }
    return Draw.inOrder(draws);
  }

  /**
   * The mixture.
   *
   * @param own weight of the picture itself
   * @param weights of the chains; all with {@code own} give 1
   */
  record Mixed(double own, List<Double> weights, List<Draw> chains) implements Draw {
    Mixed {
      weights = List.copyOf(weights);
      chains = List.copyOf(chains);
    }

    @Override
    public Picture apply(Picture picture) {
      float[] sum = new float[picture.rgb().length];
      add(picture, (float) own, sum);
      for (int i = 0; i < weights.size(); i++) {
        add(chains.get(i).apply(picture), weights.get(i).floatValue(), sum);
      }
      byte[] rgb = new byte[sum.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (int) Math.min(255, sum[i] + 0.5f);
      }
      return new Picture(picture.width(), picture.height(), rgb);
    }

    private static void add(Picture picture, float weight, float[] sum) {
      byte[] rgb = picture.rgb();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * (rgb[i] & 0xff);
      }
    }

    @Override
    public Mask apply(Mask mask) {
      throw new UnsupportedOperationException(
          "aug-mix must have pictures alone, but got a mask: it mixes copies that are moved apart,"
              + " and no label is right for all of them; take RandAugment or TrivialAugmentWide");
    }
  }

  /** Made when first needed. */
  private static final class Spaces {
    static final Space ALL = Space.augMix(true);
    static final Space PARTIAL = Space.augMix(false);
  }
}
