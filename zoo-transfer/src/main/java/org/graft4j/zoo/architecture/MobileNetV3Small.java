package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.zoo.architecture.InvertedResidual.Curves;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * MobileNetV3, small (Howard et al. 2019, arXiv:1905.02244) as torchvision builds it. The features
 * of the whole network are the 1024 numbers behind the dense layer after the average. Any picture
 * size will do.
 *
 * @param id name of the architecture
 */
record MobileNetV3Small(String id) implements Architecture {
  private static final List<String> GROUPS =
      List.of("stem", "stage1", "stage2", "stage3", "stage4", "top_conv", "classifier");
  private static final int FEATURES = 1024;
  private static final Curves CURVES =
      new Curves(new HardSwish(), new ActivationReLU(), new HardSigmoid6());

  /** One block; {@code swish} for hard-swish, else ReLU. */
  private record Row(
      String group, int kernel, int expanded, int out, boolean gated, boolean swish, int stride) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("stage1", 3, 16, 16, true, false, 2),
          new Row("stage2", 3, 72, 24, false, false, 2),
          new Row("stage2", 3, 88, 24, false, false, 1),
          new Row("stage3", 5, 96, 40, true, true, 2),
          new Row("stage3", 5, 240, 40, true, true, 1),
          new Row("stage3", 5, 240, 40, true, true, 1),
          new Row("stage3", 5, 120, 48, true, true, 1),
          new Row("stage3", 5, 144, 48, true, true, 1),
          new Row("stage4", 5, 288, 96, true, true, 2),
          new Row("stage4", 5, 576, 96, true, true, 1),
          new Row("stage4", 5, 576, 96, true, true, 1));

  @Override
  public InputSpec input() {
    return InputSpec.imageNet();
  }

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
                    InitialWeights.Spread.HE_FAN_OUT, InitialWeights.Spread.NORMAL_1_PERCENT))
            .norms(1e-3, 0.01);
    int channels = 16;
    net.group("stem").convNormActivation("features.0", channels, 3, 2, 1, CURVES.body());
    for (int i = 0; i < ROWS.size() && GROUPS.indexOf(ROWS.get(i).group()) <= top; i++) {
      Row row = ROWS.get(i);
      block("features." + (i + 1), channels, row).addTo(net.group(row.group()));
      channels = row.out();
    }
    if (top >= GROUPS.indexOf("top_conv")) {
      channels *= 6;
      net.group("top_conv").convNormActivation("features.12", channels, 1, 1, 1, CURVES.body());
    }
    net.globalAverage("avgpool");
    if (top < GROUPS.indexOf("classifier")) {
      return net.features(channels);
    }
    net.group("classifier").dense("classifier.0", FEATURES);
    net.activation("classifier.1", CURVES.body());
    return net.classifiedBy("classifier.3", FEATURES, head -> head.dropout("classifier.2", 0.2));
  }

  private static InvertedResidual block(String name, int in, Row row) {
    return new InvertedResidual(
        name,
        in,
        row.expanded(),
        row.out(),
        row.kernel(),
        row.stride(),
        row.gated() ? multipleOf8(row.expanded() / 4) : 0,
        row.swish() ? CURVES : CURVES.withReLU(),
        0);
  }

  /** The nearest multiple of 8, at least 8 and at least 90 percent of the number. */
  private static int multipleOf8(int channels) {
    int nearest = Math.max(8, (channels + 4) / 8 * 8);
    return nearest < 0.9 * channels ? nearest + 8 : nearest;
  }
}
