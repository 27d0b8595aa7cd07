package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.ExactGelu;

/**
 * ConvNeXt (Liu et al. 2022, arXiv:2201.03545) as torchvision builds it. The features of the whole
 * network are averages behind a last layer norm, which is a group of its own.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param widths channels of each stage
 * @param blocks blocks of each stage
 * @param dropped probability of the last block to be left out in training; less below, 0 for the
 *     first
 */
record ConvNeXt(
    String id, InputSpec input, List<Integer> widths, List<Integer> blocks, double dropped)
    implements Architecture {
  private static final List<String> GROUPS =
      List.of("stem", "stage1", "stage2", "stage3", "stage4", "norm");
  private static final double EPSILON = 1e-6;

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public Network network(NetworkForm form) {
    int top = GROUPS.indexOf(Groups.top(this, form));
    int stages = Math.min(top, widths.size());
    Groups.requireSize(this, form, stages == 0 ? 4 : 2 << stages);
    NetworkBuilder net =
        new NetworkBuilder(form, InitialWeights.all(InitialWeights.Spread.NORMAL_2_PERCENT));
    int channels = widths.get(0);
    net.group("stem").conv("features.0.0", channels, 4, 4, 0, true);
    net.channelNorm("features.0.1", EPSILON);
    int all = blocks.stream().mapToInt(Integer::intValue).sum();
    int block = 0;
    for (int stage = 1; stage <= stages; stage++) {
      net.group(GROUPS.get(stage));
      if (stage > 1) {
        String name = "features." + 2 * (stage - 1);
        channels = widths.get(stage - 1);
        net.channelNorm(name + ".0", EPSILON).conv(name + ".1", channels, 2, 2, 0, true);
      }
      for (int i = 0; i < blocks.get(stage - 1); i++) {
        block(
            net, "features." + (2 * stage - 1) + "." + i, channels, dropped * block++ / (all - 1));
      }
    }
    net.globalAverage("avgpool");
    if (top < GROUPS.size() - 1) {
      return net.features(channels);
    }
    net.group("norm").channelNorm("classifier.0", EPSILON);
    return net.classifiedBy("classifier.2", channels);
  }

  private static void block(NetworkBuilder net, String name, int channels, double dropped) {
    String start = net.last();
    net.conv(name + ".block.0", channels, 7, 1, 3, channels, true);
    net.channelNorm(name + ".block.2", EPSILON);
    net.placewiseDense(name + ".block.3", 4 * channels);
    net.activation(name + ".block.4", new ExactGelu());
    net.placewiseDense(name + ".block.5", channels);
    net.channelGain(name + ".layer_scale");
    net.stochasticDepth(name + ".stochastic_depth", dropped).add(name + ".add", start);
  }
}
