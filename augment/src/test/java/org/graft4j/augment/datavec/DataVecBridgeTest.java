package org.graft4j.augment.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.loader.NativeImageLoader;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.graft4j.augment.Augmentations;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

class DataVecBridgeTest {

  private static ImageWritable writable(Picture picture) {
    return new ImageWritable(Frames.frame(picture, 3));
  }

  /** DataVec's own loader must see blue first, or every network would see colours exchanged. */
  @Test
  void frame_readByDataVec_isBlueGreenRed() throws Exception {
    Picture picture = Pictures.noise(5, 4, 1);

    INDArray matrix = new NativeImageLoader(4, 5, 3).asMatrix(writable(picture));

    for (int c = 0; c < 3; c++) {
      assertThat(matrix.getInt(0, c, 2, 3)).isEqualTo(picture.value(3, 2, 2 - c));
    }
  }

  @Test
  void frames_thereAndBack_isIdentity() {
    Picture picture = Pictures.noise(13, 7, 1);
    assertThat(Frames.picture(Frames.frame(picture, 3)).rgb()).isEqualTo(picture.rgb());
    Picture grey = Pictures.grey(13, 7, 1);
    assertThat(Frames.picture(Frames.frame(grey, 1)).rgb()).isEqualTo(grey.rgb());
  }

  /** Training draws, and so do DataVec's readers: one stream is one picture, by every way. */
  @Test
  void augmentation_anyWayOfApplying_givesTheSamePicture() {
    Picture picture = Pictures.noise(20, 20, 1);
    Augmentation lambda = (any, random) -> Pictures.noise(20, 20, random.nextLong());
    Augmentation fresh =
        new DataVecAugmentation("crop", random -> new RandomCropTransform(random.nextLong(), 9, 9));
    Augmentation shared = DataVecAugmentation.shared("crop", new RandomCropTransform(5, 9, 9));
    for (Augmentation augmentation :
        List.of(Augmentation.named("lambda", lambda), fresh, shared, Augmentations.standard())) {
      byte[] drawn = augmentation.draw(Seed.of(1).stream("transform", 0)).apply(picture).rgb();

      assertThat(augmentation.apply(picture, Seed.of(1).stream("transform", 0)).rgb())
          .isEqualTo(drawn);
      assertThat(read(augmentation, picture)).isEqualTo(drawn);
    }
    assertThat(read(lambda, picture))
        .isEqualTo(lambda.draw(Seed.of(1).stream("transform", 0)).apply(picture).rgb());
  }

  private static byte[] read(Augmentation augmentation, Picture picture) {
    var transform = new AugmentationImageTransform(augmentation, Seed.of(1));
    return Frames.picture(transform.transform(writable(picture)).getFrame()).rgb();
  }

  @Test
  void imageTransform_sameSeedAndOrder_givesSameBytes() {
    Picture picture = Pictures.noise(20, 20, 1);
    var first = new AugmentationImageTransform(Augmentations.standard(), Seed.of(1));
    var second = new AugmentationImageTransform(Augmentations.standard(), Seed.of(1));
    for (int i = 0; i < 5; i++) {
      byte[] bytes = Frames.picture(first.transform(writable(picture)).getFrame()).rgb();
      assertThat(Frames.picture(second.transform(writable(picture)).getFrame()).rgb())
          .isEqualTo(bytes);
    }
  }

  @Test
  void imageTransform_ofFlip_equalsDataVecs() {
    Picture picture = Pictures.noise(20, 10, 1);
    var ours = new AugmentationImageTransform(new HorizontalFlip(1), Seed.of(1));

    ImageWritable expected = new FlipImageTransform(1).transform(writable(picture));

    assertThat(Frames.picture(ours.transform(writable(picture)).getFrame()).rgb())
        .isEqualTo(Frames.picture(expected.getFrame()).rgb());
    assertThat(ours.getCurrentImage()).isNotNull();
  }

  @Test
  void imageTransform_query_isRefused() {
    var ours = new AugmentationImageTransform(Augmentations.light(), Seed.of(1));
    assertThatThrownBy(() -> ours.query(1, 2)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void dataVecAugmentation_ofFlip_equalsOurs() {
    Picture picture = Pictures.noise(20, 10, 1);
    Augmentation flip = new DataVecAugmentation("flip", random -> new FlipImageTransform(1));

    Picture result = flip.apply(picture, Seed.of(1).stream("x"));

    assertThat(result.rgb())
        .isEqualTo(new HorizontalFlip(1).apply(picture, Seed.of(1).stream("x")).rgb());
  }

  private static List<Function<Random, ImageTransform>> reseeding() {
    return List.of(
        random -> new RandomCropTransform(8, 8),
        random ->
            new PipelineImageTransform(List.of(new Pair<>(new FlipImageTransform(1), 0.5)), false));
  }

  /** DataVec's constructors reseed the generator that belongs to the caller. */
  @Test
  void dataVecAugmentation_thatReseeds_leavesTheCallersGenerator() {
    for (Function<Random, ImageTransform> transform : reseeding()) {
      RngState before = RngState.capture();
      new DataVecAugmentation("case", transform)
          .apply(Pictures.noise(16, 16, 1), Seed.of(1).stream("x"));
      assertThat(RngState.capture()).isEqualTo(before);
    }
  }

  @Test
  void ourChains_builtAndRun_leaveTheCallersGenerator() {
    RngState before = RngState.capture();
    new AugmentationImageTransform(Augmentations.standard(), Seed.of(1))
        .transform(writable(Pictures.noise(16, 16, 1)));
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @Test
  void dataVecAugmentation_pipeline_isRandomBySampleAndSeeded() {
    Picture picture = Pictures.noise(16, 16, 1);
    Augmentation half = new DataVecAugmentation("half", reseeding().get(1));
    int flips = 0;
    for (int i = 0; i < 60; i++) {
      byte[] result = half.apply(picture, Seed.of(1).stream("x", i)).rgb();
      assertThat(half.apply(picture, Seed.of(1).stream("x", i)).rgb()).isEqualTo(result);
      flips += java.util.Arrays.equals(result, picture.rgb()) ? 0 : 1;
    }
    assertThat(flips).isBetween(15, 45);
  }
}
