package org.graft4j.zoo;

import java.util.List;
import org.graft4j.zoo.PublishedNetwork.Entry;

/** Networks of Keras Applications, layer by layer, in the names of their HDF5 files. */
final class KerasNetworks {
  private KerasNetworks() {}

  static PublishedNetwork vgg(String architecture) {
    PublishedNetwork net = new PublishedNetwork();
    List<Integer> blocks = VggShape.of(architecture).convolutions();
    for (int block = 1; block <= blocks.size(); block++) {
      for (int i = 1; i <= blocks.get(block - 1); i++) {
        layer(net, "block" + block + "_conv" + i, FileLayout.HWIO);
      }
    }
    layer(net, "fc1", FileLayout.PLACES_IO, 7L, 7L);
    layer(net, "fc2", FileLayout.IO);
    return layer(net, "predictions", FileLayout.IO);
  }

  /** The files of 2016, written by Keras 1. */
  static PublishedNetwork vgg2016(String architecture) {
    PublishedNetwork net = new PublishedNetwork();
    List<Integer> blocks = VggShape.of(architecture).convolutions();
    for (int block = 1; block <= blocks.size(); block++) {
      for (int i = 1; i <= blocks.get(block - 1); i++) {
        oldLayer(net, "block" + block + "_conv" + i, FileLayout.HWIO);
      }
    }
    oldLayer(net, "fc1", FileLayout.PLACES_IO, 7L, 7L);
    oldLayer(net, "fc2", FileLayout.IO);
    return oldLayer(net, "predictions", FileLayout.IO);
  }

  /**
   * ResNet-50 in the order of our {@code resnet50_keras}: the branch of a block, then its shortcut.
   *
   * @param head the last layer: {@code predictions}, in the files of 2019 {@code probs}
   */
  static PublishedNetwork resNet50(String head) {
    PublishedNetwork net = new PublishedNetwork();
    convolutionAndNorm(net, "conv1");
    List<Integer> blocks = List.of(3, 4, 6, 3);
    for (int stage = 2; stage <= 5; stage++) {
      for (int block = 1; block <= blocks.get(stage - 2); block++) {
        String name = "conv" + stage + "_block" + block;
        convolutionAndNorm(net, name + "_1");
        convolutionAndNorm(net, name + "_2");
        convolutionAndNorm(net, name + "_3");
        if (block == 1) {
          convolutionAndNorm(net, name + "_0");
        }
      }
    }
    return layer(net, head, FileLayout.IO);
  }

  /**
   * The names of its tensors in our network, in the same order: Keras's layers, torch's tensors.
   */
  static List<String> resNet50InTorch() {
    return resNet50("predictions").names().stream()
        .map(name -> name.substring(name.indexOf('/') + 1))
        .map(
            name ->
                name.replace("/kernel:0", ".weight")
                    .replace("/bias:0", ".bias")
                    .replace("/gamma:0", ".weight")
                    .replace("/beta:0", ".bias")
                    .replace("/moving_mean:0", ".running_mean")
                    .replace("/moving_variance:0", ".running_var"))
        .toList();
  }

  private static void convolutionAndNorm(PublishedNetwork net, String name) {
    layer(net, name + "_conv", FileLayout.HWIO);
    String norm = name + "_bn/" + name + "_bn";
    for (String tensor : List.of("gamma:0", "beta:0", "moving_mean:0", "moving_variance:0")) {
      net.add(Entry.of(norm + "/" + tensor));
    }
  }

  private static PublishedNetwork layer(
      PublishedNetwork net, String name, FileLayout kernel, Long... places) {
    net.add(name + "/" + name + "/kernel:0", kernel, places);
    return net.add(Entry.of(name + "/" + name + "/bias:0"));
  }

  private static PublishedNetwork oldLayer(
      PublishedNetwork net, String name, FileLayout kernel, Long... places) {
    net.add(name + "/" + name + "_W_1:0", kernel, places);
    return net.add(Entry.of(name + "/" + name + "_b_1:0"));
  }
}
