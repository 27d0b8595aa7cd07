package org.graft4j.data;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The views of a picture whose predictions are averaged: test-time augmentation.
 *
 * <p>What is drawn depends on the seed and a view's place alone: every picture is shown in the same
 * ways, and an order of pictures changes nothing. The mean of the views' probabilities is
 * arithmetic: it is a distribution again, its log loss is never above the views' mean log loss (the
 * logarithm is concave), and one view that is sure of the wrong class cannot veto all others, as in
 * a product. Immutable and thread-safe.
 */
public final class TestTimeViews {
  private static final String ONE = "plain";
  private static final Seed NO_CHANCE = Seed.of(0);

  /** The pictures as they are, and nothing else. */
  public static final TestTimeViews PLAIN = of(Augmentation.NONE);

  /** All views of a picture are run at once. */
  private static final int MOST = 256;

  private final List<Augmentation> views;
  private final Seed seed;
  private final String name;

  private TestTimeViews(List<Augmentation> views, Seed seed, String name) {
    this.views = List.copyOf(views);
    this.seed = seed;
    this.name = name;
  }

  /**
   * The plain picture, and draws of an augmentation.
   *
   * @param augmentation reports have its description: {@link Augmentation#named} makes it short
   * @param count of views with the plain one, 1 to 256, all run at once; 1 is {@link #PLAIN}
   */
  public static TestTimeViews drawn(Augmentation augmentation, int count, Seed seed) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "count of views must be from 1 to " + MOST + ", but was " + count);
    }
    if (count > 1 && augmentation.isNone()) {
      throw new IllegalArgumentException(
          "augmentation must change pictures to give " + count + " views, but was none");
    }
    List<Augmentation> views = new ArrayList<>(Collections.nCopies(count, augmentation));
    views.set(0, Augmentation.NONE);
    String drawn = " and " + (count - 1) + " of " + augmentation.describe();
    return new TestTimeViews(
        views, seed, count == 1 ? ONE : ONE + drawn + ", seed " + seed.value());
  }

  /**
   * One view for each augmentation, {@link Augmentation#NONE} for the plain picture; for those that
   * leave nothing to chance.
   *
   * @param views at least one
   */
  public static TestTimeViews of(Augmentation... views) {
    if (views.length == 0) {
      throw new IllegalArgumentException("views must not be empty");
    }
    String names = Arrays.stream(views).map(Augmentation::describe).collect(joining(", "));
    boolean plain = views.length == 1 && views[0].isNone();
    return new TestTimeViews(List.of(views), NO_CHANCE, plain ? ONE : names);
  }

  /** The plain picture and its mirror image. Not for classes that differ by left and right. */
  public static TestTimeViews mirrored() {
    return new TestTimeViews(
        List.of(Augmentation.NONE, new CornerView(CornerView.ALL, 0, 0, true)),
        NO_CHANCE,
        "plain and mirrored");
  }

  /**
   * Ten crops: the middle and the four corners, and the mirror image of each. A crop has the
   * proportions of the network's input and sides of 7/8 of the largest such rectangle. Not for
   * classes that differ by left and right.
   */
  public static TestTimeViews tenCrop() {
    List<Augmentation> views = new ArrayList<>();
    for (boolean mirrored : new boolean[] {false, true}) {
      views.add(new CornerView(CornerView.CROP, 0.5, 0.5, mirrored));
      for (double y : new double[] {0, 1}) {
        views.add(new CornerView(CornerView.CROP, 0, y, mirrored));
        views.add(new CornerView(CornerView.CROP, 1, y, mirrored));
      }
    }
    return new TestTimeViews(views, NO_CHANCE, "ten crops");
  }

  /** How many views there are of each picture, at least 1. */
  public int count() {
    return views.size();
  }

  /** Whether there is the plain picture alone, so that results are those without views. */
  public boolean isPlain() {
    return views.size() == 1 && views.get(0).isNone();
  }

  /** What the views are, for reports; the same text for the same views. */
  public String describe() {
    return name;
  }

  /** All views of one picture at the network's size, before normalisation, in their order. */
  public List<Picture> pictures(Picture picture, PicturePreparation preparation) {
    List<Picture> pictures = new ArrayList<>(views.size());
    for (int view = 0; view < views.size(); view++) {
      pictures.add(
          AugmentedPreparation.of(preparation, views.get(view))
              .view(picture, seed.stream("view", view)));
    }
    return pictures;
  }

  /**
   * Writes the normalised values of all views, one after the other.
   *
   * @param target written from {@code offset}, {@code count() * preparation.length()} values
   */
  public void write(Picture picture, PicturePreparation preparation, float[] target, int offset) {
    int at = offset;
    for (Picture view : pictures(picture, preparation)) {
      preparation.writeFitted(view, target, at);
      at += preparation.length();
    }
  }

  /**
   * The mean of the views' probabilities.
   *
   * @param views one row for each view and one column for each class
   */
  public static double[] mean(double[][] views) {
    double[] mean = new double[views[0].length];
    for (double[] view : views) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += view[c];
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= views.length;
    }
    return mean;
  }

  @Override
  public String toString() {
    return describe();
  }
}
