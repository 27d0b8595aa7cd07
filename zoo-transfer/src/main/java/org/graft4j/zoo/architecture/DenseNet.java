package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.graft4j.data.InputSpec;

/**
 * Densely connected networks (Huang et al. 2016, arXiv:1608.06993) as torchvision builds them: each
 * layer of a block reads the outputs of all layers before it. A block's group holds the transition
 * behind it too, which halves the size.
 *
 * @param id name of the architecture
 * @param layers dense layers in each block
 */
record DenseNet(String id, List<Integer> layers) implements Architecture {
  private static final String STEM = "stem";
  private static final int GROWTH = 32;
  private static final int BOTTLENECK = 4 * GROWTH;
  private static final int STEM_WIDTH = 2 * GROWTH;

  @Override
  public InputSpec input() {
    return InputSpec.imageNet();
  }

  @Override
  public List<String> groups() {
    List<String> groups = new ArrayList<>(List.of(STEM));
    for (int block = 1; block <= layers.size(); block++) {
      groups.add("denseblock" + block);
    }
    return List.copyOf(groups);
  }

  @Override
  public Network network(NetworkForm form) {
    int blocks = groups().indexOf(Groups.top(this, form));
    int transitions = Math.min(blocks, layers.size() - 1);
    // the stem gives ceil(size / 4) places, of which each transition needs two by two
    Groups.requireSize(this, form, (4 << transitions) - 3);
    NetworkBuilder net =
        new NetworkBuilder(
            form,
            InitialWeights.of(
                InitialWeights.Spread.HE_FAN_IN, InitialWeights.Spread.UNIFORM_FAN_IN));
    net.group(STEM).conv("features.conv0", STEM_WIDTH, 7, 2, 3, false).norm("features.norm0");
    net.relu("features.relu0").maxPool("features.pool0", 3, 2, 1);
    int channels = STEM_WIDTH;
    for (int block = 1; block <= blocks; block++) {
      net.group("denseblock" + block);
      channels = block(net, "features.denseblock" + block, channels, layers.get(block - 1));
      if (block <= transitions) {
        channels /= 2;
        transition(net, "features.transition" + block, channels);
      } else {
        net.norm("features.norm5").relu("relu");
      }
    }
    net.globalAverage("avgpool");
    return net.classifiedBy("classifier", channels);
  }

  /** Adds a block and returns its number of output channels. */
  private static int block(NetworkBuilder net, String block, int in, int count) {
    for (int i = 1; i <= count; i++) {
      String name = block + ".denselayer" + i;
      String before = net.last();
      net.norm(name + ".norm1").relu(name + ".relu1");
      net.conv(name + ".conv1", BOTTLENECK, 1, 1, 0, false);
      net.norm(name + ".norm2").relu(name + ".relu2");
      net.conv(name + ".conv2", GROWTH, 3, 1, 1, false);
      net.vertex(name + ".cat", new MergeVertex(), before, net.last());
    }
    return in + count * GROWTH;
  }

  private static void transition(NetworkBuilder net, String name, int out) {
    net.norm(name + ".norm").relu(name + ".relu").conv(name + ".conv", out, 1, 1, 0, false);
    net.averagePool(name + ".pool", 2, 2);
  }
}
