package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureBatches;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.testing.SmallBackbone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class AdaBatchNormTest {
  @TempDir static Path folder;
  private static DatasetSplit split;
  private static List<ImageItem> dark;

  private final Backbone backbone = SmallTask.backbone(3);

  @BeforeAll
  static void draw() throws IOException {
    split = SmallTask.split(folder.resolve("pictures"), 1);
    dark = new ArrayList<>();
    for (ImageItem item : split.train()) {
      BufferedImage picture = ImageIO.read(item.file().toFile());
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          int rgb = picture.getRGB(x, y);
          picture.setRGB(x, y, dim(rgb >> 16) << 16 | dim(rgb >> 8) << 8 | dim(rgb));
        }
      }
      Path file = folder.resolve("dark").resolve(item.id() + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
      dark.add(new ImageItem(file, item.id(), item.label()));
    }
  }

  /** Half the contrast, and darker. */
  private static int dim(int channel) {
    return (channel & 0xff) / 2 + 10;
  }

  private INDArray features(Backbone of, List<ImageItem> items) {
    return of.graph()
        .feedForward(
            PictureBatches.evaluation(items, split.labels(), of.input(), items.size())
                .epoch(0)
                .next()
                .getFeatures(),
            false)
        .get("pool");
  }

  /** A convolution of darker pictures is another scale and shift, which a norm takes away. */
  @Test
  void adapt_darkerPictures_haveTheFeaturesOfTheOthersAgain() throws Exception {
    double unadapted = features(backbone, dark).distance2(features(backbone, split.train()));

    Backbone toDark = AdaBatchNorm.adapt(backbone, dark);
    Backbone toOwn = AdaBatchNorm.adapt(backbone, split.train());
    double adapted = features(toDark, dark).distance2(features(toOwn, split.train()));
    double scale = features(toOwn, split.train()).norm2Number().doubleValue();
    double before = features(backbone, split.train()).norm2Number().doubleValue();

    assertThat(adapted / scale).isLessThan(0.5 * unadapted / before);
  }

  @Test
  void adapt_givenBackbone_isNotChangedAndOnlyStatisticsDiffer() throws Exception {
    Map<String, INDArray> before = SmallTask.copy(backbone.graph());

    Backbone adapted = AdaBatchNorm.adapt(backbone, dark);

    assertThat(SmallTask.copy(backbone.graph())).isEqualTo(before);
    before.forEach(
        (name, values) ->
            assertThat(adapted.graph().getParam(name).equals(values))
                .as(name)
                .isEqualTo(!name.matches("bn._(mean|var)")));
  }

  @Test
  void adapt_twice_isTheSame() throws Exception {
    assertThat(AdaBatchNorm.adapt(backbone, dark).graph().params())
        .isEqualTo(AdaBatchNorm.adapt(backbone, dark).graph().params());
  }

  @Test
  void adapt_card_saysSo() throws Exception {
    WeightsCard card =
        new WeightsCard(
            "custom.small",
            "custom",
            Optional.empty(),
            backbone.input(),
            List.of(),
            "unknown",
            "drawn",
            "0".repeat(64));
    Backbone carded =
        new Backbone(
            "custom",
            backbone.graph(),
            backbone.input(),
            backbone.groups(),
            "pool",
            8,
            Optional.of(card));

    Backbone made = AdaBatchNorm.adapt(carded, dark);
    WeightsCard adapted = made.card().orElseThrow();

    assertThat(adapted.id()).isEqualTo("custom.small-adabn");
    assertThat(adapted.source())
        .isEqualTo("drawn; statistics of its batch norms adapted to 40 pictures");
    assertThat(adapted.sha256()).isEqualTo(Trunk.digest(made.graph(), "pool"));
    assertThat(AdaBatchNorm.adapt(backbone, dark).card()).isEmpty();
  }

  @Test
  void adapt_backboneWithoutNorms_isRefused() {
    assertThatThrownBy(() -> AdaBatchNorm.adapt(SmallBackbone.of(1), dark))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have batch norms to be adapted, but 'custom' has none");
  }

  @Test
  void adapt_onePicture_isRefused() {
    assertThatThrownBy(() -> AdaBatchNorm.adapt(backbone, dark.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("items must be at least 2");
  }

  @Test
  void adapt_missingPicture_isNamed() {
    List<ImageItem> items = new ArrayList<>(dark);
    items.add(new ImageItem(folder.resolve("no.png"), "no.png", 0));

    assertThatThrownBy(() -> AdaBatchNorm.adapt(backbone, items))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.png");
  }
}
