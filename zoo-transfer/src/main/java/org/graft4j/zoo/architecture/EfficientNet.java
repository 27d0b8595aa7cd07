package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.SiLU;
import org.graft4j.zoo.architecture.InvertedResidual.Curves;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/**
 * EfficientNet-B0 (Tan and Le 2019, arXiv:1905.11946) as torchvision builds it. Any picture size
 * will do, since the features are averages.
 *
 * @param id name of the architecture
 * @param input what it is given
 */
record EfficientNet(String id, InputSpec input) implements Architecture {
  private static final List<String> GROUPS =
      List.of("stem", "stage1", "stage2", "stage3", "stage4", "top_conv");
  private static final Curves CURVES = new Curves(new SiLU(), new SiLU(), new ActivationSigmoid());
  private static final int FEATURES = 1280;

  /** Blocks of torchvision's {@code features.1} and up; the stride is the first block's. */
  private record Row(String group, int expansion, int kernel, int stride, int out, int blocks) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("stem", 1, 3, 1, 16, 1),
          new Row("stage1", 6, 3, 2, 24, 2),
          new Row("stage2", 6, 5, 2, 40, 2),
          new Row("stage3", 6, 3, 2, 80, 3),
          new Row("stage3", 6, 5, 1, 112, 3),
          new Row("stage4", 6, 5, 2, 192, 4),
          new Row("stage4", 6, 3, 1, 320, 1));

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public Network network(NetworkForm form) {
    int top = GROUPS.indexOf(Groups.top(this, form));
    NetworkBuilder net =
        new NetworkBuilder(
            form,
            InitialWeights.of(
                InitialWeights.Spread.HE_FAN_OUT, InitialWeights.Spread.UNIFORM_FAN_OUT));
    int channels = 32;
    net.group("stem").convNormActivation("features.0", channels, 3, 2, 1, CURVES.body());
    int all = ROWS.stream().mapToInt(Row::blocks).sum();
    int block = 0;
    for (int i = 0; i < ROWS.size() && GROUPS.indexOf(ROWS.get(i).group()) <= top; i++) {
      Row row = ROWS.get(i);
      net.group(row.group());
      for (int j = 0; j < row.blocks(); j++) {
        String name = "features." + (i + 1) + "." + j;
        int stride = j == 0 ? row.stride() : 1;
        block(name, channels, row, stride, 0.2 * block++ / all).addTo(net);
        channels = row.out();
      }
    }
    if (top == GROUPS.size() - 1) {
      channels = FEATURES;
      net.group("top_conv").convNormActivation("features.8", channels, 1, 1, 1, CURVES.body());
    }
    net.globalAverage("avgpool");
    return net.classifiedBy("classifier.1", channels, head -> head.dropout("classifier.0", 0.2));
  }

  private static InvertedResidual block(String name, int in, Row row, int stride, double dropped) {
    int expanded = in * row.expansion();
    int squeezed = Math.max(1, in / 4);
    return new InvertedResidual(
        name, in, expanded, row.out(), row.kernel(), stride, squeezed, CURVES, dropped);
  }
}
