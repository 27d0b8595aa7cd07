package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.Relu6;

/**
 * MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381). Any picture size will do, since the features
 * are averages.
 *
 * @param id name of the architecture
 * @param input what it is given
 * @param kind whose build of it
 */
record MobileNetV2(String id, InputSpec input, Kind kind) implements Architecture {
  private static final List<String> GROUPS =
      List.of("stem", "stage1", "stage2", "stage3", "stage4", "top_conv");
  private static final int FEATURES = 1280;

  /** Whose build. */
  enum Kind {
    /** torchvision's, with its names. */
    TORCHVISION,
    /**
     * Keras's, its batch norms folded into the convolutions, which have a bias instead: pads {@code
     * Same}, so that a stride of 2 has the odd line of zeros below and on the right.
     */
    KERAS_FOLDED
  }

  /** Equal blocks; the stride is the first one's. */
  private record Row(String group, int expansion, int out, int blocks, int stride) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("stem", 1, 16, 1, 1),
          new Row("stage1", 6, 24, 2, 2),
          new Row("stage2", 6, 32, 3, 2),
          new Row("stage3", 6, 64, 4, 2),
          new Row("stage3", 6, 96, 3, 1),
          new Row("stage4", 6, 160, 3, 2),
          new Row("stage4", 6, 320, 1, 1));

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public Network network(NetworkForm form) {
    int top = GROUPS.indexOf(Groups.top(this, form));
    InitialWeights initial =
        switch (kind) {
          case TORCHVISION ->
              InitialWeights.of(
                  InitialWeights.Spread.HE_FAN_OUT, InitialWeights.Spread.NORMAL_1_PERCENT);
          case KERAS_FOLDED -> InitialWeights.all(InitialWeights.Spread.GLOROT);
        };
    NetworkBuilder net = new NetworkBuilder(form, initial);
    int channels = 32;
    activated(net.group("stem"), "features.0", channels, 3, 2, 1);
    int module = 1;
    for (int i = 0; i < ROWS.size() && GROUPS.indexOf(ROWS.get(i).group()) <= top; i++) {
      Row row = ROWS.get(i);
      net.group(row.group());
      for (int j = 0; j < row.blocks(); j++) {
        block(net, "features." + module++, channels, row, j == 0 ? row.stride() : 1);
        channels = row.out();
      }
    }
    if (top == GROUPS.size() - 1) {
      channels = FEATURES;
      activated(net.group("top_conv"), "features." + module, channels, 1, 1, 1);
    }
    net.globalAverage("avgpool");
    return switch (kind) {
      case TORCHVISION ->
          net.classifiedBy("classifier.1", channels, head -> head.dropout("classifier.0", 0.2));
      case KERAS_FOLDED -> net.classifiedBy("fc", channels);
    };
  }

  private void block(NetworkBuilder net, String name, int in, Row row, int stride) {
    String start = net.last();
    int expanded = in * row.expansion();
    String parts = name + (kind == Kind.TORCHVISION ? ".conv." : ".b.");
    int part = 0;
    if (row.expansion() > 1) {
      activated(net, parts + part++, expanded, 1, 1, 1);
    }
    activated(net, parts + part++, expanded, 3, stride, expanded);
    switch (kind) {
      case TORCHVISION ->
          net.conv(parts + part, row.out(), 1, 1, 0, false).norm(parts + (part + 1));
      case KERAS_FOLDED -> net.conv(parts + part + ".c", row.out(), 1, 1, 0, true);
    }
    if (stride == 1 && in == row.out()) {
      net.add(name + ".add", start);
    }
  }

  private void activated(
      NetworkBuilder net, String name, int out, int kernel, int stride, int groups) {
    switch (kind) {
      case TORCHVISION -> net.convNormActivation(name, out, kernel, stride, groups, new Relu6());
      case KERAS_FOLDED ->
          net.convSame(name + ".c", out, kernel, stride, groups)
              .activation(name + ".relu", new Relu6());
    }
  }
}
