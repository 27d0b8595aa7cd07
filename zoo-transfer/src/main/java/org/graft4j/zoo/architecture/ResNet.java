package org.graft4j.zoo.architecture;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft4j.data.InputSpec;

/**
 * Residual networks (He et al. 2015, arXiv:1512.03385) as torchvision builds them: bottlenecks have
 * their stride in the 3x3 convolution. Any picture size will do, since the features are averages.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param stem the first layers
 * @param widths channels of the 3x3 convolutions in each of the stages {@code layer1} and up
 * @param blocks residual blocks in each stage
 * @param bottleneck whether blocks are 1x1, 3x3, 1x1 convolutions with four times as many outputs,
 *     and not two 3x3 ones
 */
record ResNet(
    String id,
    InputSpec input,
    Stem stem,
    List<Integer> widths,
    List<Integer> blocks,
    boolean bottleneck)
    implements Architecture {
  private static final String STEM = "stem";
  private static final String FEATURES = "avgpool";
  private static final String HEAD = "fc";

  /** What stands before the stages. */
  enum Stem {
    /** 7x7 convolution and 3x3 pooling: a quarter of the size. */
    IMAGE_NET,
    /** 3x3 convolution with stride 2: half the size, for small pictures. */
    SMALL
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
    NetworkBuilder net = new NetworkBuilder(form).group(STEM);
    int channels = widths.get(0);
    stem(net, channels);
    for (int stage = 0; stage < stages; stage++) {
      net.group(stageName(stage));
      for (int block = 0; block < blocks.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = stageName(stage) + "." + block;
        channels = block(net, name, channels, widths.get(stage), stride);
      }
    }
    net.globalAverage(FEATURES);
    return form.classes() == 0
        ? net.features(FEATURES, channels)
        : net.classifier(FEATURES, channels, List.of(() -> net.dense(HEAD, form.classes())));
  }

  private void stem(NetworkBuilder net, int channels) {
    switch (stem) {
      case IMAGE_NET ->
          net.conv("conv1", channels, 7, 2, 3, false)
              .norm("bn1")
              .relu("relu")
              .maxPool("maxpool", 3, 2, 1);
      case SMALL -> net.conv("conv1", channels, 3, 2, 1, false).norm("bn1").relu("relu");
    }
  }

  /** Adds one block and returns its number of output channels. */
  private int block(NetworkBuilder net, String name, int in, int width, int stride) {
    int out = bottleneck ? 4 * width : width;
    String start = net.last();
    if (bottleneck) {
      net.conv(name + ".conv1", width, 1, 1, 0, false).norm(name + ".bn1").relu(name + ".relu1");
      net.conv(name + ".conv2", width, 3, stride, 1, false).norm(name + ".bn2");
      net.relu(name + ".relu2").conv(name + ".conv3", out, 1, 1, 0, false).norm(name + ".bn3");
    } else {
      net.conv(name + ".conv1", width, 3, stride, 1, false).norm(name + ".bn1");
      net.relu(name + ".relu1").conv(name + ".conv2", out, 3, 1, 1, false).norm(name + ".bn2");
    }
    String residual = net.last();
    String shortcut = start;
    if (stride != 1 || in != out) {
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
