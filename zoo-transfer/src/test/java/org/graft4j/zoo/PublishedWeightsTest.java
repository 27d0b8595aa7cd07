package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Genuine weight files of several projects; skipped where they are not beside the checkout. */
class PublishedWeightsTest {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedWeightsTest.class);
  private static final Path DATA =
      Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data");
  private static final int DAISY = 985;

  private static Path weights(String name) {
    Path file = DATA.resolve("weights/more").resolve(name);
    assumeTrue(Files.exists(file), "no real weights beside the checkout");
    return file;
  }

  @Test
  void open_everyFile_isReadAndFinite() throws IOException {
    assumeTrue(Files.isDirectory(DATA.resolve("weights")), "no real weights beside the checkout");
    try (Stream<Path> files = Files.walk(DATA.resolve("weights"))) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        try (WeightsFile file = WeightsFile.open(path)) {
          assertThat(file.tensors()).as(path.toString()).isNotEmpty();
          assertThat(file.nonFinite()).as(path.toString()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20-12fca82f.th, resnet20_cifar, torchvision, 10",
    "keras-cifar10-resnet8.h5, resnet8_keras, keras, 10",
    "keras1-squeezenet1_1-notop.h5, squeezenet1_1_keras, keras, 0",
    "mobilenet_v2-keras-imagenet-bnfolded.safetensors, mobilenet_v2_keras, torchvision, 1000"
  })
  void verify_fileOfAKnownArchitecture_fitsIt(
      String name, String architecture, String scheme, int classes) throws IOException {
    WeightsVerification found = Zoo.verify(weights(name), architecture, Optional.empty());
    assertThat(found.scheme()).isEqualTo(scheme);
    assertThat(found.classes()).isEqualTo(classes);
    assertThat(found.nonFinite()).isEmpty();
  }

  /**
   * Padding, order of channels, value range, names and layouts: any of them wrong, none is right.
   */
  @Test
  void mobileNetV2_photographsOfDaisies_areDaisies() throws IOException {
    Path file = weights("mobilenet_v2-keras-imagenet-bnfolded.safetensors");
    Backbone backbone = Zoo.fromFile(file, "mobilenet_v2_keras", Optional.empty());
    List<INDArray> outputs =
        outputs(backbone, pictures("train/daisy", 20), pictures("val/daisy", 20));
    int daisies = 0;
    for (INDArray output : outputs) {
      INDArray best = output.argMax(1);
      for (int i = 0; i < best.length(); i++) {
        daisies += best.getInt(i) == DAISY ? 1 : 0;
      }
    }
    LOG.info("{} of 40 daisies are daisies", daisies);
    assertThat(daisies).isGreaterThan(28);
  }

  /** As the paper has it, in plain loops; and sure of itself, as trained networks are. */
  @Test
  void resNet20_ofAnyPicture_givesWhatPlainArithmeticGives() throws IOException {
    Path path = weights("resnet20-12fca82f.th");
    Backbone backbone = Zoo.fromFile(path, "resnet20_cifar", Optional.empty());
    try (WeightsFile file = WeightsFile.open(path)) {
      CifarReference reference = new CifarReference(file);
      RandomGenerator random = Seed.of(3).stream("picture");
      double[][][] picture = new double[3][32][32];
      INDArray array = Nd4j.create(1, 3, 32, 32);
      for (int i = 0; i < 3 * 32 * 32; i++) {
        double value = random.nextGaussian();
        picture[i / 1024][i / 32 % 32][i % 32] = value;
        array.putScalar(new int[] {0, i / 1024, i / 32 % 32, i % 32}, value);
      }
      double[] logits = reference.logits(picture);
      INDArray output = backbone.graph().outputSingle(array);
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      for (int i = 0; i < 10; i++) {
        double probability = Math.exp(logits[i]) / sum;
        assertThat(output.getDouble(i) - probability).as("class %d", i).isBetween(-1e-5, 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"resnet20-12fca82f.th, resnet20_cifar", "keras-cifar10-resnet8.h5, resnet8_keras"})
  void cifarNetworks_ofPhotographs_areSureOfThemselves(String name, String architecture)
      throws IOException {
    Backbone backbone = Zoo.fromFile(weights(name), architecture, Optional.empty());
    INDArray output = outputs(backbone, pictures("val/daisy", 20)).get(0);
    assertThat(output.shape()).containsExactly(20, 10);
    assertThat(output.sumNumber().doubleValue()).isBetween(19.99, 20.01);
    // One in ten would be a guess.
    assertThat(output.max(1).meanNumber().doubleValue()).isGreaterThan(0.5);
  }

  @Test
  void squeezeNet_ofPhotographs_givesDifferentFeatures() throws IOException {
    Path file = weights("keras1-squeezenet1_1-notop.h5");
    Backbone backbone = Zoo.fromFile(file, "squeezenet1_1_keras", Optional.empty());
    INDArray features = outputs(backbone, pictures("val/daisy", 4)).get(0);
    assertThat(features.shape()).containsExactly(4, 512);
    assertThat(features.isNaN().any() || features.isInfinite().any()).isFalse();
    assertThat(features.getRow(0).distance2(features.getRow(1))).isGreaterThan(1);
  }

  private static List<Path> pictures(String folder, int count) throws IOException {
    Path pictures = DATA.resolve("pictures/flowers").resolve(folder);
    assumeTrue(Files.isDirectory(pictures), "no pictures beside the checkout");
    try (Stream<Path> files = Files.list(pictures)) {
      return files.sorted().limit(count).toList();
    }
  }

  /** One array for each batch of pictures. */
  @SafeVarargs
  private static List<INDArray> outputs(Backbone backbone, List<Path>... batches)
      throws IOException {
    List<INDArray> outputs = new ArrayList<>();
    for (List<Path> batch : batches) {
      List<ImageItem> items = new ArrayList<>();
      for (Path file : batch) {
        items.add(new ImageItem(file, file.getFileName().toString(), 0));
      }
      DataSetIterator pictures =
          PictureBatches.evaluation(items, LabelMap.of(List.of("any")), backbone.input(), 20)
              .epoch(0);
      outputs.add(backbone.graph().outputSingle(pictures.next().getFeatures()));
    }
    return outputs;
  }
}
