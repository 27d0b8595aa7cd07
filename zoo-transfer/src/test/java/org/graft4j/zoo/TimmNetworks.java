package org.graft4j.zoo;

import java.util.List;

/** timm's networks, module by module. */
final class TimmNetworks {
  private TimmNetworks() {}

  static PublishedNetwork of(String architecture) {
    return switch (architecture) {
      case "mobilenet_v2" -> mobileNetV2();
      case "mobilenet_v3_small" -> mobileNetV3Small();
      case "efficientnet_b0" -> efficientNetB0();
      case "convnext_tiny" -> convNextTiny();
      default -> vgg(VggShape.of(architecture));
    };
  }

  private static PublishedNetwork mobileNetV2() {
    PublishedNetwork net = new PublishedNetwork().module("conv_stem", "weight").norm("bn1");
    separable(net, "blocks.0.0", false);
    List<Integer> repeats = List.of(2, 3, 4, 3, 3, 1);
    for (int stage = 1; stage <= repeats.size(); stage++) {
      for (int block = 0; block < repeats.get(stage - 1); block++) {
        inverted(net, "blocks." + stage + "." + block, false);
      }
    }
    return net.module("conv_head", "weight").norm("bn2").biased("classifier");
  }

  private static PublishedNetwork mobileNetV3Small() {
    PublishedNetwork net = new PublishedNetwork().module("conv_stem", "weight").norm("bn1");
    separable(net, "blocks.0.0", true);
    inverted(net, "blocks.1.0", false);
    inverted(net, "blocks.1.1", false);
    List<Integer> repeats = List.of(3, 2, 3);
    for (int stage = 2; stage <= 4; stage++) {
      for (int block = 0; block < repeats.get(stage - 2); block++) {
        inverted(net, "blocks." + stage + "." + block, true);
      }
    }
    net.module("blocks.5.0.conv", "weight").norm("blocks.5.0.bn1");
    net.add("conv_head.weight", FileLayout.CONVOLUTION, 1L, 1L).module("conv_head", "bias");
    return net.biased("classifier");
  }

  private static PublishedNetwork efficientNetB0() {
    PublishedNetwork net = new PublishedNetwork().module("conv_stem", "weight").norm("bn1");
    separable(net, "blocks.0.0", true);
    List<Integer> repeats = List.of(2, 2, 3, 3, 4, 1);
    for (int stage = 1; stage <= repeats.size(); stage++) {
      for (int block = 0; block < repeats.get(stage - 1); block++) {
        inverted(net, "blocks." + stage + "." + block, true);
      }
    }
    return net.module("conv_head", "weight").norm("bn2").biased("classifier");
  }

  /** {@code DepthwiseSeparableConv}. */
  private static void separable(PublishedNetwork net, String name, boolean excited) {
    net.module(name + ".conv_dw", "weight").norm(name + ".bn1");
    excite(net, name, excited);
    net.module(name + ".conv_pw", "weight").norm(name + ".bn2");
  }

  /** {@code InvertedResidual}. */
  private static void inverted(PublishedNetwork net, String name, boolean excited) {
    net.module(name + ".conv_pw", "weight").norm(name + ".bn1");
    net.module(name + ".conv_dw", "weight").norm(name + ".bn2");
    excite(net, name, excited);
    net.module(name + ".conv_pwl", "weight").norm(name + ".bn3");
  }

  /** {@code SqueezeExcite}. */
  private static void excite(PublishedNetwork net, String name, boolean excited) {
    if (excited) {
      net.biased(name + ".se.conv_reduce").biased(name + ".se.conv_expand");
    }
  }

  private static PublishedNetwork convNextTiny() {
    PublishedNetwork net = new PublishedNetwork().biased("stem.0").biased("stem.1");
    List<Integer> depths = List.of(3, 3, 9, 3);
    for (int stage = 0; stage < depths.size(); stage++) {
      String name = "stages." + stage;
      if (stage > 0) {
        net.biased(name + ".downsample.0").biased(name + ".downsample.1");
      }
      for (int block = 0; block < depths.get(stage); block++) {
        String at = name + ".blocks." + block;
        // A parameter of the module's own comes before those of its modules.
        net.add(at + ".gamma", FileLayout.FLAT);
        net.biased(at + ".conv_dw").biased(at + ".norm");
        net.biased(at + ".mlp.fc1").biased(at + ".mlp.fc2");
      }
    }
    return net.biased("head.norm").biased("head.fc");
  }

  private static PublishedNetwork vgg(VggShape shape) {
    PublishedNetwork net = new PublishedNetwork();
    int index = 0;
    for (int convolutions : shape.convolutions()) {
      for (int i = 0; i < convolutions; i++) {
        net.biased("features." + index++);
        if (shape.norms()) {
          net.norm("features." + index++);
        }
        index++; // ReLU
      }
      index++; // pooling
    }
    net.add("pre_logits.fc1.weight", FileLayout.CONVOLUTION, 7L, 7L);
    net.module("pre_logits.fc1", "bias");
    net.add("pre_logits.fc2.weight", FileLayout.CONVOLUTION, 1L, 1L);
    return net.module("pre_logits.fc2", "bias").biased("head.fc");
  }
}
