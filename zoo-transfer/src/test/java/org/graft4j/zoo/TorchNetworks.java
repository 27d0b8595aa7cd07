package org.graft4j.zoo;

import java.util.List;

/** Networks of PyTorch that are neither timm's nor today's torchvision's, module by module. */
final class TorchNetworks {
  private TorchNetworks() {}

  /**
   * Hugging Face's {@code ResNetForImageClassification}, in the order of torchvision's ResNet: the
   * branch of a block, then its shortcut.
   */
  static PublishedNetwork huggingFaceResNet(String architecture) {
    boolean bottleneck = !architecture.equals("resnet18") && !architecture.equals("resnet34");
    List<Integer> depths =
        switch (architecture) {
          case "resnet18" -> List.of(2, 2, 2, 2);
          case "resnet34", "resnet50" -> List.of(3, 4, 6, 3);
          case "resnet101" -> List.of(3, 4, 23, 3);
          case "resnet152" -> List.of(3, 8, 36, 3);
          default -> throw new AssertionError(architecture);
        };
    PublishedNetwork net = new PublishedNetwork();
    convolution(net, "resnet.embedder.embedder");
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int block = 0; block < depths.get(stage); block++) {
        String name = "resnet.encoder.stages." + stage + ".layers." + block;
        for (int layer = 0; layer < (bottleneck ? 3 : 2); layer++) {
          convolution(net, name + ".layer." + layer);
        }
        // A block whose output has the channels of its input needs no projection.
        if (block == 0 && (bottleneck || stage > 0)) {
          convolution(net, name + ".shortcut");
        }
      }
    }
    return net.biased("classifier.1");
  }

  /** {@code ResNetConvLayer} and {@code ResNetShortCut}. */
  private static void convolution(PublishedNetwork net, String name) {
    net.module(name + ".convolution", "weight").norm(name + ".normalization");
  }

  /**
   * torchvision's DenseNet of 2017, whose layers were called {@code norm.1}, and had no counters.
   */
  static PublishedNetwork denseNet121Of2017() {
    PublishedNetwork net = new PublishedNetwork();
    net.module("features.conv0", "weight").normWithoutCounter("features.norm0");
    List<Integer> layers = List.of(6, 12, 24, 16);
    for (int block = 1; block <= layers.size(); block++) {
      for (int layer = 1; layer <= layers.get(block - 1); layer++) {
        String name = "features.denseblock" + block + ".denselayer" + layer;
        for (int i = 1; i <= 2; i++) {
          net.normWithoutCounter(name + ".norm." + i).module(name + ".conv." + i, "weight");
        }
      }
      if (block < layers.size()) {
        String name = "features.transition" + block;
        net.normWithoutCounter(name + ".norm").module(name + ".conv", "weight");
      }
    }
    return net.normWithoutCounter("features.norm5").biased("classifier");
  }
}
