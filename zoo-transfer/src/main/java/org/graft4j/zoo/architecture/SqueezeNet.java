package org.graft4j.zoo.architecture;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.graft4j.data.InputSpec;

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, arXiv:1602.07360): fire modules, which squeeze the channels
 * by a 1x1 convolution and expand them by one of 1x1 and one of 3x3.
 *
 * <p>The classes are told apart at each place, by a convolution, and averaged after ReLU. The
 * features are the 512 channels of the last fire module, averaged: a new dense head on them is not
 * what the network was trained with, and as near as a dense head can be.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param names what its modules are called
 * @param ceilPooling whether a last window that hangs over the picture counts, as in torchvision
 */
record SqueezeNet(String id, InputSpec input, Names names, boolean ceilPooling)
    implements Architecture {
  private static final String FEATURES = "avgpool";
  private static final List<Integer> SQUEEZED = List.of(16, 16, 32, 32, 48, 48, 64, 64);

  /**
   * What the modules are called.
   *
   * @param stem the first convolution and its activation
   * @param pools the three poolings
   * @param fires the eight fire modules
   * @param convolutions those of a fire module, behind its name and a dot
   * @param head dropout, convolution, activation and average
   */
  record Names(
      List<String> stem,
      List<String> pools,
      List<String> fires,
      List<String> convolutions,
      List<String> head) {

    static final Names TORCHVISION =
        new Names(
            List.of("features.0", "features.1"),
            List.of("features.2", "features.5", "features.8"),
            Stream.of(3, 4, 6, 7, 9, 10, 11, 12).map(n -> "features." + n).toList(),
            List.of("squeeze", "expand1x1", "expand3x3"),
            List.of("classifier.0", "classifier.1", "classifier.2", "classifier.3"));

    /** Keras's names of layers, with dots for slashes. */
    static final Names KERAS =
        new Names(
            List.of("conv1", "relu_conv1"),
            List.of("pool1", "pool3", "pool5"),
            IntStream.rangeClosed(2, 9).mapToObj(n -> "fire" + n).toList(),
            List.of("squeeze1x1", "expand1x1", "expand3x3"),
            List.of("drop9", "conv10", "relu_conv10", "avgpool10"));
  }

  @Override
  public List<String> groups() {
    return List.of("stem", "stage1", "stage2", "stage3");
  }

  @Override
  public Network network(NetworkForm form) {
    int stages = groups().indexOf(Groups.top(this, form));
    Groups.requireSize(this, form, smallest(Math.min(stages + 1, names.pools().size())));
    InitialWeights.Spread he = InitialWeights.Spread.HE_UNIFORM;
    NetworkBuilder net =
        new NetworkBuilder(
            form,
            new InitialWeights(
                he, he, InitialWeights.Spread.NORMAL_1_PERCENT, InitialWeights.Spread.ZERO));
    net.group("stem").conv(names.stem().get(0), 64, 3, 2, 0, true).relu(names.stem().get(1));
    pool(net, 0);
    int fire = 0;
    for (int stage = 1; stage <= stages; stage++) {
      net.group("stage" + stage);
      int last = stage == 3 ? SQUEEZED.size() : 2 * stage;
      while (fire < last) {
        fire(net, names.fires().get(fire), SQUEEZED.get(fire));
        fire++;
      }
      if (stage < names.pools().size()) {
        pool(net, stage);
      }
    }
    int width = fire == 0 ? 64 : 8 * SQUEEZED.get(fire - 1);
    String places = net.last();
    net.globalAverage(FEATURES);
    return net.classes() == 0 ? net.features(width) : classified(net, places, width);
  }

  /** A side of which these pools leave one place. */
  private int smallest(int pools) {
    int side = 1;
    for (int i = 0; i < pools; i++) {
      side = ceilPooling ? Math.max(3, 2 * side) : 2 * side + 1;
    }
    return 2 * side + 1; // the first convolution
  }

  private void pool(NetworkBuilder net, int index) {
    String name = names.pools().get(index);
    if (ceilPooling) {
      net.ceilMaxPool(name, 3, 2);
    } else {
      net.maxPool(name, 3, 2, 0);
    }
  }

  private void fire(NetworkBuilder net, String name, int squeezed) {
    String squeeze = name + "." + names.convolutions().get(0);
    String one = name + "." + names.convolutions().get(1);
    String three = name + "." + names.convolutions().get(2);
    net.conv(squeeze, squeezed, 1, 1, 0, true).relu(squeeze + "_activation");
    String in = net.last();
    net.conv(one, 4 * squeezed, 1, 1, 0, true).relu(one + "_activation");
    String left = net.last();
    net.from(in).conv(three, 4 * squeezed, 3, 1, 1, true).relu(three + "_activation");
    net.vertex(name + ".cat", new MergeVertex(), left, net.last());
  }

  /** The convolution reads the places, so that the features stand beside the way to the logits. */
  private Network classified(NetworkBuilder net, String places, int width) {
    NetworkBody body = net.endBody(width);
    net.from(places).dropout(names.head().get(0), 0.5);
    net.conv(names.head().get(1), net.classes(), 1, 1, 0, true).relu(names.head().get(2));
    net.globalAverage(names.head().get(3));
    // DL4J refuses vertices that no output depends on
    net.vertex("classifier.and.features", new MergeVertex(), net.last(), body.features());
    net.vertex("classifier", new SubsetVertex(0, net.classes() - 1), net.last());
    return net.classified(body, names.head().get(1));
  }
}
