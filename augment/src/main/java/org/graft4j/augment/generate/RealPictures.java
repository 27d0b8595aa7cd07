package org.graft4j.augment.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.PictureReader;
import org.graft4j.data.ResizeRule;

/**
 * The pictures to learn from, at the network's size, by class. Kept as bytes: 3 KB each at 32x32.
 * Where all of them are grey, so are the generated ones: one channel instead of three.
 */
final class RealPictures {
  private final List<List<Picture>> classes;
  private final PicturePreparation preparation;

  private RealPictures(List<List<Picture>> classes, PicturePreparation preparation) {
    this.classes = classes;
    this.preparation = preparation;
  }

  /** Reads, resizes by the shorter side and cuts the centre out. */
  static RealPictures read(List<ImageItem> items, int classes, int size) throws IOException {
    PicturePreparation colour = PicturePreparation.of(spec(size, false));
    PictureReader reader = PictureReader.standard();
    List<Picture> fitted = new ArrayList<>(items.size());
    for (ImageItem item : items) {
      fitted.add(colour.fit(reader.read(item.file())));
    }
    return of(fitted, items.stream().mapToInt(ImageItem::label).toArray(), classes, size);
  }

  static RealPictures of(List<Picture> pictures, int[] labels, int classes, int size) {
    if (pictures.size() != labels.length) {
      throw new IllegalArgumentException(
          "labels must be as many as pictures, " + pictures.size() + ", but were " + labels.length);
    }
    PicturePreparation colour = PicturePreparation.of(spec(size, false));
    List<List<Picture>> byClass = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byClass.add(new ArrayList<>());
    }
    boolean grey = true;
    for (int i = 0; i < labels.length; i++) {
      Picture fitted = colour.fit(pictures.get(i));
      grey &= grey(fitted);
      byClass.get(labels[i]).add(fitted);
    }
    return new RealPictures(byClass, PicturePreparation.of(spec(size, grey)));
  }

  private static InputSpec spec(int size, boolean grey) {
    List<Double> half = grey ? List.of(0.5) : List.of(0.5, 0.5, 0.5);
    return new InputSpec(
        size,
        size,
        new ResizeRule.ShorterSide(size),
        Interpolation.BILINEAR,
        grey ? InputSpec.ChannelOrder.GREY : InputSpec.ChannelOrder.RGB,
        half,
        half);
  }

  private static boolean grey(Picture picture) {
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }

  int channels() {
    return preparation.spec().depth();
  }

  /** All of a class, at the network's size. */
  List<Picture> of(int label) {
    return classes.get(label);
  }

  /** Each class equally often, so that a rare one is learned too. */
  int[] drawLabels(int batch, RandomGenerator random) {
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = random.nextInt(classes.size());
    }
    return labels;
  }

  /** One picture of each label, with replacement, as values from -1 to 1. */
  float[] draw(int[] labels, RandomGenerator random) {
    float[] values = new float[labels.length * preparation.length()];
    for (int i = 0; i < labels.length; i++) {
      List<Picture> members = classes.get(labels[i]);
      preparation.write(
          members.get(random.nextInt(members.size())), values, i * preparation.length());
    }
    return values;
  }
}
