package org.graft4j.zoo.architecture;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.PaddedShortcut;
import org.graft4j.zoo.architecture.InitialWeights.Spread;

/**
 * Residual networks (He et al. 2015, arXiv:1512.03385) as torchvision builds them: bottlenecks have
 * their stride in the 3x3 convolution. Any picture size will do, since the features are averages.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param stem the first layers
 * @param widths channels of each of the stages {@code layer1} and up, before a bottleneck's
 *     fourfold
 * @param blocks residual blocks in each stage
 * @param block what they are made of
 * @param head name of the classifying layer
 */
record ResNet(
    String id,
    InputSpec input,
    Stem stem,
    List<Integer> widths,
    List<Integer> blocks,
    Block block,
    String head)
    implements Architecture {
  private static final String STEM = "stem";
  private static final String FEATURES = "avgpool";
  private static final InitialWeights CIFAR_WEIGHTS =
      new InitialWeights(
          Spread.HE_FAN_IN, Spread.HE_FAN_IN, Spread.HE_FAN_IN, Spread.UNIFORM_FAN_IN);

  /** What stands before the stages. */
  enum Stem {
    /** 7x7 convolution and 3x3 pooling: a quarter of the size. */
    IMAGE_NET,
    /** 3x3 convolution with stride 2: half the size, for small pictures. */
    SMALL,
    /** 3x3 convolution, the size stays. */
    CIFAR
  }

  /**
   * The residual part.
   *
   * @param bottleneck whether it is 1x1, 3x3, 1x1 convolutions with four times as many outputs, and
   *     not two 3x3 ones
   * @param groups of a bottleneck's 3x3 convolution (Xie et al. 2016, arXiv:1611.05431)
   * @param groupWidth channels of each group where the stage is 64 wide
   * @param padded whether a shortcut between unlike shapes takes every second place and adds
   *     channels of zeros, and is not a 1x1 convolution
   */
  record Block(boolean bottleneck, int groups, int groupWidth, boolean padded) {
    static final Block BASIC = new Block(false, 1, 64, false);
    static final Block BOTTLENECK = new Block(true, 1, 64, false);
  }

  @Override
  public List<String> groups() {
    return Stream.concat(
            Stream.of(STEM), IntStream.range(0, widths.size()).mapToObj(ResNet::stageName))
        .toList();
  }

  @Override
  public Network network(NetworkForm form) {
    int stages = groups().indexOf(Groups.top(this, form));
    NetworkBuilder net =
        new NetworkBuilder(form, stem == Stem.CIFAR ? CIFAR_WEIGHTS : InitialWeights.RES_NET)
            .group(STEM);
    int channels = widths.get(0);
    stem(net, channels);
    for (int stage = 0; stage < stages; stage++) {
      net.group(stageName(stage));
      for (int i = 0; i < blocks.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        String name = stageName(stage) + "." + i;
        channels = block(net, name, channels, widths.get(stage), stride);
      }
    }
    net.globalAverage(FEATURES);
    return net.classifiedBy(head, channels);
  }

  private void stem(NetworkBuilder net, int channels) {
    switch (stem) {
      case IMAGE_NET ->
          net.conv("conv1", channels, 7, 2, 3, false)
              .norm("bn1")
              .relu("relu")
              .maxPool("maxpool", 3, 2, 1);
      case SMALL -> net.conv("conv1", channels, 3, 2, 1, false).norm("bn1").relu("relu");
      case CIFAR -> net.conv("conv1", channels, 3, 1, 1, false).norm("bn1").relu("relu");
    }
  }

  /** Adds one block and returns its number of output channels. */
  private int block(NetworkBuilder net, String name, int in, int width, int stride) {
    int out = block.bottleneck() ? 4 * width : width;
    String start = net.last();
    if (block.bottleneck()) {
      int inner = width * block.groupWidth() / 64 * block.groups();
      net.conv(name + ".conv1", inner, 1, 1, 0, false).norm(name + ".bn1").relu(name + ".relu1");
      net.conv(name + ".conv2", inner, 3, stride, 1, block.groups(), false).norm(name + ".bn2");
      net.relu(name + ".relu2").conv(name + ".conv3", out, 1, 1, 0, false).norm(name + ".bn3");
    } else {
      net.conv(name + ".conv1", width, 3, stride, 1, false).norm(name + ".bn1");
      net.relu(name + ".relu1").conv(name + ".conv2", out, 3, 1, 1, false).norm(name + ".bn2");
    }
    String residual = net.last();
    String shortcut = start;
    if (block.padded() && (stride != 1 || in != out)) {
      int more = (out - in) / 2;
      PaddedShortcut zeros = new PaddedShortcut(stride, more, out - in - more);
      shortcut = net.vertex(name + ".shortcut", zeros, start).last();
    } else if (stride != 1 || in != out) {
      net.from(start).conv(name + ".downsample.0", out, 1, stride, 0, false);
      shortcut = net.norm(name + ".downsample.1").last();
    }
    net.from(residual).add(name + ".add", shortcut).relu(name + ".relu");
    return out;
  }

  private static String stageName(int stage) {
    return "layer" + (stage + 1);
  }
}
