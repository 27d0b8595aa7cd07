package org.graft4j.zoo.architecture;

import java.util.List;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;

/** The architectures that are built in. */
public final class Architectures {
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);

  private Architectures() {}

  /** All of them: resnet18, resnet34, resnet50, vgg16 and slimresnet. */
  public static List<Architecture> all() {
    return List.of(
        resNet("resnet18", List.of(2, 2, 2, 2), false),
        resNet("resnet34", List.of(3, 4, 6, 3), false),
        resNet("resnet50", List.of(3, 4, 6, 3), true),
        new Vgg("vgg16", List.of(2, 2, 3, 3, 3)),
        slimResNet());
  }

  /** The one of that id, or empty. */
  public static Optional<Architecture> find(String id) {
    return all().stream().filter(a -> a.id().equals(id)).findFirst();
  }

  private static Architecture resNet(String id, List<Integer> blocks, boolean bottleneck) {
    return new ResNet(id, InputSpec.imageNet(), ResNet.Stem.IMAGE_NET, WIDTHS, blocks, bottleneck);
  }

  /**
   * This project's small backbone for 64x64 pictures: 1.06 million parameters and 44 million
   * multiply-adds a picture, spread evenly over four stages at 32x32 down to 4x4 places; 160
   * features.
   */
  private static Architecture slimResNet() {
    InputSpec small =
        new InputSpec(
            64,
            64,
            new ResizeRule.ShorterSide(64),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25));
    return new ResNet(
        "slimresnet",
        small,
        ResNet.Stem.SMALL,
        List.of(16, 32, 80, 160),
        List.of(2, 2, 2, 2),
        false);
  }
}
