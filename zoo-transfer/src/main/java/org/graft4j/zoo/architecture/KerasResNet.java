package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;

/**
 * Residual networks (He et al. 2015, arXiv:1512.03385) as Keras Applications builds them, which are
 * not torchvision's: a bottleneck has its stride in its first 1x1 convolution, all convolutions
 * have a bias, and batch norms an epsilon of 1.001e-5. Vertices have the names of Keras's layers.
 * Any picture size will do, since the features are averages.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param blocks bottlenecks in each of the stages {@code conv2} to {@code conv5}
 */
record KerasResNet(String id, InputSpec input, List<Integer> blocks) implements Architecture {
  private static final List<String> GROUPS = List.of("stem", "conv2", "conv3", "conv4", "conv5");

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public Network network(NetworkForm form) {
    int stages = GROUPS.indexOf(Groups.top(this, form));
    NetworkBuilder net =
        new NetworkBuilder(form, InitialWeights.all(InitialWeights.Spread.GLOROT))
            .norms(1.001e-5, 0.01);
    net.group("stem").conv("conv1_conv", 64, 7, 2, 3, true).norm("conv1_bn").relu("conv1_relu");
    // Keras pads with zeros where this pads with nothing: the same, since no value is negative.
    net.maxPool("pool1_pool", 3, 2, 1);
    int channels = 64;
    for (int stage = 1; stage <= stages; stage++) {
      String group = GROUPS.get(stage);
      net.group(group);
      int width = 32 << stage;
      for (int block = 1; block <= blocks.get(stage - 1); block++) {
        int stride = stage > 1 && block == 1 ? 2 : 1;
        block(net, group + "_block" + block, width, stride, block == 1);
      }
      channels = 4 * width;
    }
    net.globalAverage("avg_pool");
    return net.classifiedBy("predictions", channels);
  }

  private static void block(
      NetworkBuilder net, String name, int width, int stride, boolean projected) {
    String start = net.last();
    net.conv(name + "_1_conv", width, 1, stride, 0, true).norm(name + "_1_bn");
    net.relu(name + "_1_relu").conv(name + "_2_conv", width, 3, 1, 1, true).norm(name + "_2_bn");
    net.relu(name + "_2_relu").conv(name + "_3_conv", 4 * width, 1, 1, 0, true);
    String residual = net.norm(name + "_3_bn").last();
    String shortcut = start;
    if (projected) {
      net.from(start).conv(name + "_0_conv", 4 * width, 1, stride, 0, true);
      shortcut = net.norm(name + "_0_bn").last();
    }
    net.from(residual).add(name + "_add", shortcut).relu(name + "_out");
  }
}
