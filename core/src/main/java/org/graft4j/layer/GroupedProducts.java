package org.graft4j.layer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sums of a {@link GroupedConvolution}: ND4J's own op for all channels at once where it is
 * depthwise, and one convolution for each group otherwise.
 *
 * <p>ND4J's ops know one padding for both ends of an axis; where they differ, the picture is padded
 * before.
 */
final class GroupedProducts {
  private final GroupedConvolution conf;
  private final int[] kernel;
  private final int[] padding;
  private final boolean evenPadding;

  /** For pictures of that size. */
  GroupedProducts(GroupedConvolution conf, long height, long width) {
    this.conf = conf;
    kernel = conf.getKernelSize();
    padding = conf.places().padding(height, width);
    evenPadding = padding[0] == padding[1] && padding[2] == padding[3];
  }

  /** Fills {@code out}, which must be of the right size and in C order. */
  void forward(INDArray x, INDArray w, @Nullable INDArray b, INDArray out) {
    try (Scratch scratch = new Scratch()) {
      INDArray padded = padded(x, scratch);
      if (depthwise()) {
        INDArray weights = scratch.keep(depthwiseLayout(w));
        run("depthwise_conv2d", List.of(padded, weights), out);
      } else {
        for (int g = 0; g < conf.getGroups(); g++) {
          forwardGroup(group(padded, g), rowView(w, g), group(out, g));
        }
      }
    }
    if (b != null) {
      out.addi(b.reshape(1, b.length(), 1, 1));
    }
  }

  /** One group. */
  private void forwardGroup(INDArray x, INDArray w, INDArray out) {
    try (Scratch scratch = new Scratch()) {
      INDArray result = scratch.keep(out.ulike());
      run("conv2d", List.of(scratch.keep(x.dup('c')), scratch.keep(w.dup('c'))), result);
      out.assign(result);
    }
  }

  /**
   * Fills the gradients of the weights and of the input.
   *
   * @param delta the gradient of the output
   */
  void backward(INDArray x, INDArray w, INDArray delta, INDArray weightSlope, INDArray inputSlope) {
    try (Scratch scratch = new Scratch()) {
      INDArray padded = padded(x, scratch);
      INDArray slope = evenPadding ? inputSlope : scratch.keep(padded.ulike());
      if (depthwise()) {
        INDArray weights = scratch.keep(depthwiseLayout(w));
        INDArray slopes = scratch.keep(weights.ulike());
        INDArray above = scratch.keep(delta.dup('c'));
        run("depthwise_conv2d_bp", List.of(padded, weights, above), slope, slopes);
        INDArray turned = slopes.permute(2, 3, 0, 1);
        weightSlope.assign(scratch.keep(turned.dup('c')).reshape('c', w.shape()));
      } else {
        for (int g = 0; g < conf.getGroups(); g++) {
          INDArray slopes = rowView(weightSlope, g);
          backwardGroup(group(padded, g), rowView(w, g), group(delta, g), slopes, group(slope, g));
        }
      }
      if (!evenPadding) {
        inputSlope.assign(inner(slope));
      }
    }
  }

  /** One group. */
  private void backwardGroup(
      INDArray x, INDArray w, INDArray delta, INDArray weightSlope, INDArray inputSlope) {
    try (Scratch scratch = new Scratch()) {
      INDArray picture = scratch.keep(x.dup('c'));
      INDArray weights = scratch.keep(w.dup('c'));
      INDArray above = scratch.keep(delta.dup('c'));
      INDArray below = scratch.keep(picture.ulike());
      INDArray slopes = scratch.keep(weights.ulike());
      run("conv2d_bp", List.of(picture, weights, above), below, slopes);
      inputSlope.assign(below);
      weightSlope.assign(slopes);
    }
  }

  private boolean depthwise() {
    return conf.getGroups() == conf.getNIn();
  }

  private void run(String op, List<INDArray> inputs, INDArray... outputs) {
    int[] stride = conf.getStride();
    List<Integer> settings = new ArrayList<>(List.of(kernel[0], kernel[1], stride[0], stride[1]));
    settings.addAll(evenPadding ? List.of(padding[0], padding[2]) : List.of(0, 0));
    settings.addAll(List.of(1, 1)); // dilation
    settings.addAll(List.of(0, 0)); // padding as given, NCHW
    if (!depthwise()) {
      settings.add(1); // weights [out, in, height, width]
    }
    Nd4j.exec(
        DynamicCustomOp.builder(op)
            .addInputs(inputs.toArray(new INDArray[0]))
            .addOutputs(outputs)
            .addIntegerArguments(settings.stream().mapToInt(Integer::intValue).toArray())
            .build());
  }

  /** {@code [height, width, channels, outputs of each channel]}. */
  private INDArray depthwiseLayout(INDArray w) {
    long channels = conf.getNIn();
    return w.reshape('c', channels, conf.getNOut() / channels, kernel[0], kernel[1])
        .permute(2, 3, 0, 1)
        .dup('c');
  }

  private INDArray padded(INDArray x, Scratch scratch) {
    if (evenPadding) {
      return x;
    }
    long[] shape = x.shape().clone();
    shape[2] += padding[0] + padding[1];
    shape[3] += padding[2] + padding[3];
    INDArray padded = scratch.keep(Nd4j.create(x.dataType(), shape, 'c'));
    inner(padded).assign(x);
    return padded;
  }

  private INDArray inner(INDArray padded) {
    INDArray rows = Parts.of(padded, 2, padding[0], padded.size(2) - padding[0] - padding[1]);
    return Parts.of(rows, 3, padding[2], padded.size(3) - padding[2] - padding[3]);
  }

  /** The channels of one group of pictures: a view. */
  private INDArray group(INDArray pictures, int g) {
    long each = pictures.size(1) / conf.getGroups();
    return Parts.of(pictures, 1, g * each, each);
  }

  private INDArray rowView(INDArray w, int g) {
    long each = w.size(0) / conf.getGroups();
    return Parts.of(w, 0, g * each, each);
  }
}
