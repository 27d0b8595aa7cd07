package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Interpolation;
import org.graft4j.data.ResizeRule;
import org.graft4j.zoo.architecture.ResNet.Block;

/** The architectures that come with the library. */
final class BuiltInArchitectures {
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);

  /** Keras's mode {@code tf}: values in [-1, 1]. */
  private static final InputSpec MINUS_ONE_TO_ONE =
      new InputSpec(
          224,
          224,
          new ResizeRule.ShorterSide(256),
          InputSpec.ChannelOrder.RGB,
          List.of(0.5, 0.5, 0.5),
          List.of(0.5, 0.5, 0.5));

  /** Values as they are in the file, 0 to 255. */
  private static final InputSpec BYTES =
      new InputSpec(
          32,
          32,
          new ResizeRule.ShorterSide(32),
          InputSpec.ChannelOrder.RGB,
          List.of(0d, 0d, 0d),
          List.of(1 / 255d, 1 / 255d, 1 / 255d));

  /** Keras's mode {@code caffe}: BGR values of 0 to 255 less the mean. */
  private static final InputSpec CAFFE =
      new InputSpec(
          224,
          224,
          new ResizeRule.ShorterSide(256),
          InputSpec.ChannelOrder.BGR,
          List.of(103.939 / 255, 116.779 / 255, 123.68 / 255),
          List.of(1 / 255d, 1 / 255d, 1 / 255d));

  private BuiltInArchitectures() {}

  static List<Architecture> all() {
    return List.of(
        resNet("resnet18", List.of(2, 2, 2, 2), Block.BASIC),
        resNet("resnet34", List.of(3, 4, 6, 3), Block.BASIC),
        resNet("resnet50", List.of(3, 4, 6, 3), Block.BOTTLENECK),
        resNet("resnet101", List.of(3, 4, 23, 3), Block.BOTTLENECK),
        resNet("resnet152", List.of(3, 8, 36, 3), Block.BOTTLENECK),
        resNet("wide_resnet50_2", List.of(3, 4, 6, 3), new Block(true, 1, 128, false)),
        resNet("resnext50_32x4d", List.of(3, 4, 6, 3), new Block(true, 32, 4, false)),
        new Vgg("vgg11", List.of(1, 1, 2, 2, 2), false),
        new Vgg("vgg13", List.of(2, 2, 2, 2, 2), false),
        new Vgg("vgg16", List.of(2, 2, 3, 3, 3), false),
        new Vgg("vgg19", List.of(2, 2, 4, 4, 4), false),
        new Vgg("vgg11_bn", List.of(1, 1, 2, 2, 2), true),
        new Vgg("vgg13_bn", List.of(2, 2, 2, 2, 2), true),
        new Vgg("vgg16_bn", List.of(2, 2, 3, 3, 3), true),
        new Vgg("vgg19_bn", List.of(2, 2, 4, 4, 4), true),
        new DenseNet("densenet121", List.of(6, 12, 24, 16)),
        new EfficientNet("efficientnet_b0", InputSpec.imageNet(256, 224, Interpolation.BICUBIC)),
        new ConvNeXt(
            "convnext_tiny",
            InputSpec.imageNet(236, 224, Interpolation.BILINEAR),
            List.of(96, 192, 384, 768),
            List.of(3, 3, 9, 3),
            0.1),
        new SqueezeNet("squeezenet1_1", InputSpec.imageNet(), SqueezeNet.Names.TORCHVISION, true),
        new MobileNetV3Small("mobilenet_v3_small"),
        new MobileNetV2("mobilenet_v2", InputSpec.imageNet(), MobileNetV2.Kind.TORCHVISION),
        new MobileNetV2("mobilenet_v2_keras", MINUS_ONE_TO_ONE, MobileNetV2.Kind.KERAS_FOLDED),
        new KerasResNet8("resnet8_keras", BYTES),
        new KerasResNet("resnet50_keras", CAFFE, List.of(3, 4, 6, 3)),
        new SqueezeNet("squeezenet1_1_keras", CAFFE, SqueezeNet.Names.KERAS, false),
        cifarResNet20(),
        slimResNet());
  }

  private static Architecture resNet(String id, List<Integer> blocks, Block block) {
    return new ResNet(id, InputSpec.imageNet(), ResNet.Stem.IMAGE_NET, WIDTHS, blocks, block, "fc");
  }

  /**
   * The ResNet-20 for CIFAR-10 of section 4.2 of the ResNet paper; the published weights that it is
   * for (akamaster/pytorch_resnet_cifar10) were trained with ImageNet's mean and std.
   */
  private static Architecture cifarResNet20() {
    return new ResNet(
        "resnet20_cifar",
        InputSpec.imageNet(32, 32, Interpolation.BILINEAR),
        ResNet.Stem.CIFAR,
        List.of(16, 32, 64),
        List.of(3, 3, 3),
        new Block(false, 1, 64, true),
        "linear");
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
        Block.BASIC,
        "fc");
  }
}
