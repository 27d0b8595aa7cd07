package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.UnreadablePictureException;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageClassifierTest {
  @TempDir Path folder;

  @Test
  void classify_picture_isTheNetworksOutputForThePreparedPicture() {
    TrainedModel model = SmallModels.model();
    Picture picture = SmallModels.picture(50, 33, 1);
    try (ImageClassifier classifier = ImageClassifier.of(model)) {
      Classification result = classifier.classify(picture, 3);
      PicturePreparation preparation = PicturePreparation.of(model.input());
      float[] values = new float[preparation.length()];
      preparation.write(picture, values, 0);
      INDArray expected =
          model
              .graph()
              .outputSingle(
                  Nd4j.create(values, new long[] {1, 3, SmallModels.SIDE, SmallModels.SIDE}, 'c'));
      assertThat(result.top()).hasSize(3);
      for (LabelProbability p : result.top()) {
        assertThat(p.probability()).isEqualTo(expected.getFloat(0, p.index()), within(1e-7));
        assertThat(p.label()).isEqualTo(model.labels().name(p.index()));
      }
      assertThat(result.top())
          .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    }
  }

  /** Spectral bands, say: no picture has them, and the model is served all the same. */
  @Test
  void classify_preparedBatchOfChannelsThatNoPictureHas_isTheNetworksOutput() {
    TrainedModel model = SmallModels.model();
    InputSpec other =
        model
            .input()
            .withChannels(InputSpec.ChannelOrder.OTHER, model.input().mean(), model.input().std());
    INDArray batch = Nd4j.rand(1, 3, SmallModels.SIDE, SmallModels.SIDE);
    INDArray expected = model.graph().outputSingle(batch);
    try (ImageClassifier classifier =
        ImageClassifier.of(
            new TrainedModel(model.graph(), other, model.labels(), model.provenance()))) {
      LabelProbability best = classifier.classify(batch, 1).best();

      assertThat(best.probability()).isEqualTo(expected.getFloat(0, best.index()), within(1e-6));
      assertThat(best.index()).isEqualTo(expected.argMax(1).getInt(0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(SmallModels.picture(9, 9, 1), 1))
          .withMessageContaining("channels must be RGB, BGR or GREY for pictures, but were OTHER");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(Nd4j.zeros(2, 3, 9, 9), 1))
          .withMessageContaining("prepared must have the shape [1, 3, ")
          .withMessageEndingWith("but had [2, 3, 9, 9]");
    }
  }

  @Test
  void classify_allDoors_agree() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Picture picture = SmallModels.picture(40, 30, 2);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(
            x,
            y,
            picture.value(x, y, 0) << 16 | picture.value(x, y, 1) << 8 | picture.value(x, y, 2));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Path file = Files.write(folder.resolve("ein Bild ä 图.png"), png.toByteArray());
    Path bundle = folder.resolve("m.zip");
    ModelBundle.of(SmallModels.model()).save(bundle);
    try (ImageClassifier classifier = ImageClassifier.open(bundle)) {
      Classification expected = classifier.classify(picture, 2);
      assertThat(classifier.classify(image, 2)).isEqualTo(expected);
      assertThat(classifier.classify(png.toByteArray(), 2)).isEqualTo(expected);
      assertThat(classifier.classify(file, 2)).isEqualTo(expected);
    }
  }

  /** Java would turn grey 128 into 188 on its way to RGB. */
  @Test
  void picture_greyOfJava_keepsItsValues() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 0, 0, 128);
    assertThat(BufferedPictures.picture(grey).rgb())
        .containsExactly(0, 0, 0, (byte) 128, (byte) 128, (byte) 128);
  }

  @Test
  void picture_bgrOfJava_becomesRgb() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x010203);
    assertThat(BufferedPictures.picture(image).rgb()).containsExactly(1, 2, 3);
  }

  @Test
  void classify_eightThreads_giveTheResultsOfOne() throws Exception {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      pictures.add(SmallModels.picture(20 + i, 64 - i / 2, i));
    }
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model())) {
      List<Classification> alone =
          pictures.stream().map(picture -> classifier.classify(picture, 3)).toList();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Callable<Classification>> calls = new ArrayList<>();
        pictures.forEach(picture -> calls.add(() -> classifier.classify(picture, 3)));
        List<Classification> together = new ArrayList<>();
        for (Future<Classification> future : threads.invokeAll(calls)) {
          together.add(future.get());
        }
        assertThat(together).isEqualTo(alone);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void classify_modelTrainedOnAfterwards_givesTheResultsOfBefore() {
    TrainedModel model = SmallModels.model();
    Picture picture = SmallModels.picture(30, 30, 4);
    try (ImageClassifier classifier = ImageClassifier.of(model)) {
      Classification before = classifier.classify(picture, 1);
      model.graph().params().addi(1);
      assertThat(classifier.classify(picture, 1)).isEqualTo(before);
    }
  }

  @Test
  void classification_equalProbabilities_areOrderedByIndex() {
    LabelMap labels = LabelMap.of(List.of("a", "b", "c", "d"));
    assertThat(Classification.of(new double[] {0.25f, 0.3f, 0.25f, 0.2f}, labels, 3, false).top())
        .extracting(LabelProbability::label)
        .containsExactly("b", "a", "c");
  }

  @Test
  void classify_nanFromTheNetwork_isAnErrorNotAClass() {
    TrainedModel model = SmallModels.model();
    model.graph().getLayer("fc").getParam("b").assign(Float.NaN);
    try (ImageClassifier classifier = ImageClassifier.of(model)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> classifier.classify(SmallModels.picture(20, 20, 1), 1))
          .withMessageContaining("NaN");
    }
  }

  @Test
  void classify_zeroClassesAskedFor_isTheCallersMistake() {
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(SmallModels.picture(20, 20, 1), 0))
          .withMessage("k must be positive, but was 0");
      assertThat(classifier.classify(SmallModels.picture(20, 20, 1), 99).top()).hasSize(3);
    }
  }

  @Test
  void classify_noPicture_isNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("note.jpg"), "no picture");
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model())) {
      assertThatThrownBy(() -> classifier.classify(text, 1))
          .isInstanceOf(UnreadablePictureException.class)
          .hasMessageContaining("note.jpg");
    }
  }

  @Test
  void classify_afterClose_isRefused() {
    ImageClassifier classifier = ImageClassifier.of(SmallModels.model());
    classifier.close();
    classifier.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> classifier.classify(SmallModels.picture(20, 20, 1), 1))
        .withMessageContaining("closed");
  }
}
