package org.graft4j.bundle;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.PictureReader;
import org.graft4j.data.TestTimeViews;
import org.graft4j.data.UnreadablePictureException;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A saved model in use: from a picture of any size to the most probable classes.
 *
 * <p>Pictures are decoded and prepared as in training, by the model's input spec. Thread-safe: as
 * many pictures are classified at once as a {@link Trunk} runs batches, further calls wait their
 * turn, and the order of calls changes no result.
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.open(Path.of("flowers.zip"))) {
 *   Classification answer = classifier.classify(Path.of("unknown.jpg"), 3);
 *   System.out.println(answer.abstained() ? "not sure" : answer.best().label());
 * }
 * }</pre>
 */
public final class ImageClassifier implements AutoCloseable {
  private final LabelMap labels;
  private final InputSpec input;
  private final PictureReader reader;
  private final Trunk network;
  private final TestTimeViews views;
  private final Decision fitted;

  private ImageClassifier(
      LabelMap labels, InputSpec input, Trunk network, TestTimeViews views, Decision fitted) {
    this.labels = labels;
    this.input = input;
    this.reader = PictureReader.standard();
    this.network = network;
    this.views = views;
    this.fitted = fitted;
  }

  /**
   * Opens a bundle; see {@link ModelBundle#open} for what is checked.
   *
   * @throws BundleFormatException if it is not a bundle, or a damaged or hostile one
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static ImageClassifier open(Path bundle) throws IOException {
    return of(ModelBundle.open(bundle).model());
  }

  /** Serves a model as it is now; what becomes of its graph later does not matter. */
  public static ImageClassifier of(TrainedModel model) {
    return new ImageClassifier(
        model.labels(),
        model.input(),
        Trunk.of(model.graph()),
        TestTimeViews.PLAIN,
        model.decision());
  }

  /**
   * The same classifier over several views of each picture, whose probabilities are averaged; see
   * {@link TestTimeViews}. The plain view alone gives exactly what there is without views. The
   * network is shared: closing either closes both. A decision that was fitted on other views is
   * left out: probabilities are then the network's own, and there is always an answer.
   */
  public ImageClassifier withViews(TestTimeViews value) {
    return new ImageClassifier(labels, input, network, value, fitted);
  }

  /** How it decides: the model's way, or {@link Decision#PLAIN} where that is of other views. */
  public Decision decision() {
    return fitted.under(views);
  }

  /** The classes that it tells apart. */
  public LabelMap labels() {
    return labels;
  }

  /**
   * Classifies a picture file.
   *
   * @param k most classes to give, at least 1; more than there are gives all
   * @throws UnreadablePictureException if it is no picture, damaged, truncated or too large
   * @throws IOException if the file cannot be read
   */
  public Classification classify(Path picture, int k) throws IOException {
    requirePositive(k);
    return classify(reader.read(picture), k);
  }

  /**
   * Classifies the content of a picture file.
   *
   * @param encoded JPEG, PNG or another known format; not changed
   * @param k most classes to give, at least 1; more than there are gives all
   * @throws UnreadablePictureException if it is no picture, damaged, truncated or too large
   */
  public Classification classify(byte[] encoded, int k) throws UnreadablePictureException {
    requirePositive(k);
    return classify(reader.read(encoded, "picture"), k);
  }

  /**
   * Classifies a picture of Java's own, of any type; alpha is dropped, as for files.
   *
   * @param k most classes to give, at least 1; more than there are gives all
   */
  public Classification classify(BufferedImage picture, int k) {
    requirePositive(k);
    return classify(BufferedPictures.picture(picture), k);
  }

  /**
   * Classifies a decoded picture.
   *
   * @param k most classes to give, at least 1; more than there are gives all
   * @throws IllegalArgumentException if the model's channels are not those of a picture
   * @throws IllegalStateException if the classifier is closed, or the network gives NaN
   */
  public Classification classify(Picture picture, int k) {
    requirePositive(k);
    PicturePreparation preparation = PicturePreparation.of(input);
    if (!views.isPlain()) {
      return classifyViews(picture, preparation, k);
    }
    float[] values = new float[preparation.length()];
    preparation.write(picture, values, 0);
    try (INDArray batch = Nd4j.create(values, shape(1), 'c')) {
      return classify(batch, k);
    }
  }

  private Classification classifyViews(Picture picture, PicturePreparation preparation, int k) {
    float[] values = new float[Math.multiplyExact(views.count(), preparation.length())];
    views.write(picture, preparation, values, 0);
    try (INDArray batch = Nd4j.create(values, shape(views.count()), 'c');
        INDArray output = network.output(batch)) {
      double[][] each = output.toDoubleMatrix();
      for (double[] view : each) {
        // Not the mean alone: numbers that are no probabilities may cancel out.
        requireProbabilities(view);
      }
      return decide(TestTimeViews.mean(each), k);
    }
  }

  /**
   * Classifies what is prepared already: the only way where the channels are not those of a
   * picture.
   *
   * @param prepared one example {@code [1, depth, height, width]}, normalised as in training; not
   *     changed
   * @param k most classes to give, at least 1; more than there are gives all
   * @throws IllegalArgumentException if it has another shape, or if there are views to be made, for
   *     which there must be a picture
   * @throws IllegalStateException if the classifier is closed, or the network gives NaN
   */
  public Classification classify(INDArray prepared, int k) {
    requirePositive(k);
    if (!views.isPlain()) {
      throw new IllegalArgumentException(
          "prepared must be a picture to make views of, but was an array: use a classifier without"
              + " views, or average its results");
    }
    if (!Arrays.equals(prepared.shape(), shape(1))) {
      throw new IllegalArgumentException(
          "prepared must have the shape "
              + Arrays.toString(shape(1))
              + ", but had "
              + Arrays.toString(prepared.shape()));
    }
    try (INDArray output = network.output(prepared)) {
      double[] probabilities = output.ravel().toDoubleVector();
      requireProbabilities(probabilities);
      return decide(probabilities, k);
    }
  }

  /**
   * @param probabilities in double precision, as the decision was fitted: a mean of views that is
   *     rounded to single may fall below the very threshold that it set
   */
  private Classification decide(double[] probabilities, int k) {
    Decision decision = decision();
    return Classification.of(
        decision.calibrated(probabilities), labels, k, !decision.answers(probabilities));
  }

  private long[] shape(int examples) {
    return new long[] {examples, input.depth(), input.height(), input.width()};
  }

  private void requireProbabilities(double[] values) {
    if (values.length != labels.size()) {
      throw new IllegalStateException(
          "the network gave " + values.length + " numbers for " + labels.size() + " labels");
    }
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1.0001)) {
        throw new IllegalStateException(
            "the network must give probabilities, but gave "
                + values[i]
                + " for '"
                + labels.name(i)
                + "'; its weights are damaged or its output is no softmax");
      }
    }
  }

  private static void requirePositive(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be positive, but was " + k);
    }
  }

  /** Waits for calls under way; later ones fail with {@link IllegalStateException}. */
  @Override
  public void close() {
    network.close();
  }
}
