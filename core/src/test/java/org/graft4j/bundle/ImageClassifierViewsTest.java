package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Classifying over several views of a picture. */
class ImageClassifierViewsTest {
  /** Shifts all values by a drawn number. */
  private static final Augmentation SHIFT =
      Augmentation.named(
          "shift",
          (picture, random) -> {
            byte[] rgb = picture.rgb().clone();
            int shift = random.nextInt(256);
            for (int i = 0; i < rgb.length; i++) {
              rgb[i] += (byte) shift;
            }
            return new Picture(picture.width(), picture.height(), rgb);
          });

  private static final TestTimeViews VIEWS = TestTimeViews.drawn(SHIFT, 5, Seed.of(3));

  private static double probability(Classification result, int label) {
    return result.top().stream()
        .filter(entry -> entry.index() == label)
        .findFirst()
        .orElseThrow()
        .probability();
  }

  @Test
  void classify_views_isTheMeanOfWhatEachViewGives() {
    TrainedModel model = SmallModels.model();
    Picture picture = SmallModels.picture(50, 33, 1);
    try (ImageClassifier plain = ImageClassifier.of(model)) {
      List<Classification> single = new ArrayList<>();
      PicturePreparation preparation = PicturePreparation.of(model.input());
      int each = preparation.length();
      float[] values = new float[VIEWS.count() * each];
      VIEWS.write(picture, preparation, values, 0);
      long[] shape = {1, 3, SmallModels.SIDE, SmallModels.SIDE};
      for (int from = 0; from < values.length; from += each) {
        float[] view = Arrays.copyOfRange(values, from, from + each);
        single.add(plain.classify(Nd4j.create(view, shape, 'c'), 3));
      }

      Classification result = plain.withViews(VIEWS).classify(picture, 3);

      for (int label = 0; label < 3; label++) {
        int index = label;
        double mean =
            single.stream().mapToDouble(view -> probability(view, index)).average().orElseThrow();
        assertThat(probability(result, label)).isCloseTo(mean, within(1e-6));
      }
      assertThat(result).isNotEqualTo(single.get(0));
    }
  }

  @Test
  void classify_oneView_isThePlainResultBitForBit() {
    Picture picture = SmallModels.picture(50, 33, 1);
    try (ImageClassifier plain = ImageClassifier.of(SmallModels.model())) {
      assertThat(plain.withViews(TestTimeViews.drawn(SHIFT, 1, Seed.of(9))).classify(picture, 3))
          .isEqualTo(plain.classify(picture, 3));
    }
  }

  @Test
  void classify_onThreads_givesWhatItGivesAlone() throws Exception {
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model()).withViews(VIEWS)) {
      List<Classification> alone = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        alone.add(classifier.classify(SmallModels.picture(40, 30, i), 3));
      }
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        List<Future<Classification>> futures = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          Picture picture = SmallModels.picture(40, 30, i);
          futures.add(pool.submit(() -> classifier.classify(picture, 3)));
        }
        for (int i = 0; i < 16; i++) {
          assertThat(futures.get(i).get()).isEqualTo(alone.get(i));
        }
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void classify_preparedArray_isRefused() {
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model()).withViews(VIEWS)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> classifier.classify(Nd4j.zeros(1, 3, SmallModels.SIDE, SmallModels.SIDE), 1))
          .withMessageStartingWith("prepared must be a picture to make views of");
    }
  }

  /** Sums and mean are those of probabilities, and no view's numbers are any. */
  @Test
  void classify_viewsThatAreNoProbabilities_areRefusedThoughTheirMeanIsOne() {
    TrainedModel model = SmallModels.model();
    Picture picture = SmallModels.picture(50, 33, 1);
    Layer output = model.graph().getLayer("fc");
    ((BaseLayer) output.conf().getLayer()).setActivationFn(new ActivationIdentity());
    output.getParam("W").assign(0);
    output.getParam("W").getColumn(0).assign(50);
    output.getParam("b").assign(0);
    double mean = meanOfViews(model, picture);
    output.getParam("b").assign(Nd4j.create(new double[][] {{0.5 - mean, 0.25, 0.25}}));

    assertThat(meanOfViews(model, picture)).isCloseTo(0.5, within(1e-3));
    try (ImageClassifier classifier = ImageClassifier.of(model).withViews(VIEWS)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> classifier.classify(picture, 3))
          .withMessageContaining("the network must give probabilities, but gave");
    }
  }

  private static double meanOfViews(TrainedModel model, Picture picture) {
    PicturePreparation preparation = PicturePreparation.of(model.input());
    float[] values = new float[VIEWS.count() * preparation.length()];
    VIEWS.write(picture, preparation, values, 0);
    long[] shape = {VIEWS.count(), 3, SmallModels.SIDE, SmallModels.SIDE};
    INDArray output = model.graph().output(Nd4j.create(values, shape, 'c'))[0];
    return output.getColumn(0).meanNumber().doubleValue();
  }

  @Test
  void close_either_closesBoth() {
    ImageClassifier plain = ImageClassifier.of(SmallModels.model());
    plain.withViews(VIEWS).close();

    assertThatIllegalStateException()
        .isThrownBy(() -> plain.classify(SmallModels.picture(9, 9, 1), 1));
  }
}
