package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.model.Backbone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** A genuine ResNet-18 that ends at layer3, in three formats; skipped where it is not there. */
class RealWeightsTest {
  private static final Path DATA =
      Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data");

  @ParameterizedTest
  @ValueSource(strings = {".safetensors", ".pth", ".legacy.pth"})
  void fromFile_cutWhereTheFileEnds_loadsAndWithoutTheCutIsRefused(String suffix) throws Exception {
    Path file = DATA.resolve("weights/resnet18-imagenet-to-layer3" + suffix);
    assumeTrue(Files.exists(file), "no real weights beside the checkout");

    Backbone backbone = Zoo.fromFile(file, "resnet18", Optional.of("layer3"));

    assertThat(backbone.featureWidth()).isEqualTo(256);
    assertThat(backbone.graph().getParam("bn1_var").getFloat(0)).isEqualTo((float) (1 - 1e-5));
    assertThatThrownBy(() -> Zoo.fromFile(file, "resnet18", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("missing layer4.0.conv1.weight")
        .hasMessageEndingWith(
            "complete up to layer3: cut the backbone there (--features-at layer3)");
  }

  /** From the JPEG on: decoding, resize, crop, normalisation, trunk, average. */
  @ParameterizedTest
  @ValueSource(strings = {".safetensors", ".pth", ".legacy.pth"})
  void features_ofRealPictures_equalPyTorchs(String suffix) throws Exception {
    Path file = DATA.resolve("weights/resnet18-imagenet-to-layer3" + suffix);
    Path expected = DATA.resolve("flowers-layer3-features.json");
    assumeTrue(Files.exists(file) && Files.exists(expected), "no real data beside the checkout");
    Backbone backbone = Zoo.fromFile(file, "resnet18", Optional.of("layer3"));

    for (JsonNode sample : new ObjectMapper().readTree(expected.toFile()).get("samples")) {
      String name = sample.get("file").textValue();
      List<ImageItem> items = List.of(new ImageItem(DATA.resolve(name), name, 0));
      LabelMap labels = LabelMap.of(List.of("any"));
      DataSetIterator pictures =
          PictureBatches.evaluation(items, labels, backbone.input(), 1).epoch(0);
      INDArray features = backbone.graph().outputSingle(pictures.next().getFeatures());
      INDArray torch = Nd4j.zeros(1, 256);
      for (int i = 0; i < 256; i++) {
        torch.putScalar(i, sample.get("features").get(i).doubleValue());
      }

      double difference = features.distance2(torch) / torch.norm2Number().doubleValue();
      assertThat(difference).as(name).isLessThan(0.01);
    }
  }
}
