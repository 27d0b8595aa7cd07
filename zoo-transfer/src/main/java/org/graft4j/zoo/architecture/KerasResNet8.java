package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.InitialWeights.Spread;

/**
 * The ResNet-8 for CIFAR-10 of the MLPerf Tiny benchmark (Banbury et al. 2021, arXiv:2106.07597),
 * which is Keras's: vertices have its names; padding {@code Same}, so that a stride of 2 has the
 * odd line of zeros below and on the right; convolutions have a bias before their batch norm, and
 * the shortcuts no norm. Any picture size will do, since the features are averages; Keras's network
 * averages over 8x8 places, which is all of them at 32x32.
 *
 * @param id name of the architecture
 * @param input what it is given
 */
record KerasResNet8(String id, InputSpec input) implements Architecture {
  private static final List<String> GROUPS = List.of("stem", "stack1", "stack2", "stack3");

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public Network network(NetworkForm form) {
    int stacks = GROUPS.indexOf(Groups.top(this, form));
    NetworkBuilder net =
        new NetworkBuilder(form, InitialWeights.all(Spread.HE_FAN_IN)).norms(1e-3, 0.01);
    Names names = new Names();
    int channels = 16;
    net.group("stem").convSame(names.conv(), channels, 3, 1, 1);
    net.norm(names.norm()).relu(names.activation());
    for (int stack = 1; stack <= stacks; stack++) {
      net.group(GROUPS.get(stack));
      int stride = stack == 1 ? 1 : 2;
      channels = 8 << stack;
      stack(net, names, channels, stride);
    }
    net.globalAverage("average_pooling2d");
    return net.classifiedBy("dense", channels);
  }

  private static void stack(NetworkBuilder net, Names names, int channels, int stride) {
    String start = net.last();
    net.convSame(names.conv(), channels, 3, stride, 1);
    net.norm(names.norm()).relu(names.activation());
    net.convSame(names.conv(), channels, 3, 1, 1);
    String before = net.last();
    String shortcut = start;
    if (stride != 1) {
      shortcut = net.from(start).conv(names.conv(), channels, 1, stride, 0, true).last();
    }
    net.from(before).norm(names.norm()).add(names.add(), shortcut).relu(names.activation());
  }

  /** Keras counts the layers of a kind: {@code conv2d}, {@code conv2d_1}, and so on. */
  private static final class Names {
    private int convs;
    private int norms;
    private int activations;
    private int adds;

    String conv() {
      return numbered("conv2d", convs++);
    }

    String norm() {
      return numbered("batch_normalization", norms++);
    }

    String activation() {
      return numbered("activation", activations++);
    }

    String add() {
      return numbered("add", adds++);
    }

    private static String numbered(String kind, int index) {
      return index == 0 ? kind : kind + "_" + index;
    }
  }
}
