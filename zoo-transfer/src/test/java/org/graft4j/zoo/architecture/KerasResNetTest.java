package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keras's ResNet-50 against its description (keras_applications/resnet_common.py) in loops. */
class KerasResNetTest {
  private static final int SIDE = 33;
  private final Map<String, float[]> weights = new HashMap<>();

  @Test
  void output_ofStemAndTwoStages_isThatOfPlainArithmetic() {
    Architecture resNet = Architectures.find("resnet50_keras").orElseThrow();
    Network network = resNet.network(NetworkForm.cutAt(SIDE, SIDE, "conv3"));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(5));
    RandomGenerator random = Seed.of(6).stream("values");
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      float[] values = slot.get(graph);
      if (slot.shape().size() == 1) { // biases of convolutions are told apart from norms' by this
        boolean positive = slot.key().endsWith("running_var") || slot.key().endsWith("bn.weight");
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((positive ? 0.5 : 0) + 0.2 * random.nextDouble());
        }
        slot.set(graph, values);
      }
      weights.put(slot.key(), values);
    }
    double[][][] picture = new double[3][SIDE][SIDE];
    INDArray array = Nd4j.create(1, 3, SIDE, SIDE);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
          picture[c][i][j] = (float) random.nextGaussian();
          array.putScalar(new int[] {0, c, i, j}, picture[c][i][j]);
        }
      }
    }
    double[] expected = features(picture);
    INDArray output = graph.outputSingle(array);
    assertThat(output.shape()).containsExactly(1, 512);
    for (int c = 0; c < 512; c++) {
      double tolerance = 1e-4 + 1e-4 * Math.abs(expected[c]);
      assertThat(output.getDouble(0, c) - expected[c]).isBetween(-tolerance, tolerance);
    }
  }

  private double[] features(double[][][] picture) {
    double[][][] x = relu(norm("conv1_bn", conv("conv1_conv", picture, 64, 7, 2)));
    x = pool(x);
    for (int stage = 2; stage <= 3; stage++) {
      int width = 16 << stage;
      for (int block = 1; block <= stage + 1; block++) {
        String name = "conv" + stage + "_block" + block;
        int stride = stage == 3 && block == 1 ? 2 : 1;
        double[][][] shortcut = x;
        if (block == 1) {
          shortcut = norm(name + "_0_bn", conv(name + "_0_conv", x, 4 * width, 1, stride));
        }
        double[][][] y = relu(norm(name + "_1_bn", conv(name + "_1_conv", x, width, 1, stride)));
        y = relu(norm(name + "_2_bn", conv(name + "_2_conv", y, width, 3, 1)));
        y = norm(name + "_3_bn", conv(name + "_3_conv", y, 4 * width, 1, 1));
        for (int c = 0; c < y.length; c++) {
          for (int i = 0; i < y[0].length; i++) {
            for (int j = 0; j < y[0].length; j++) {
              y[c][i][j] += shortcut[c][i][j];
            }
          }
        }
        x = relu(y);
      }
    }
    double[] means = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      for (double[] row : x[c]) {
        for (double value : row) {
          means[c] += value / (row.length * row.length);
        }
      }
    }
    return means;
  }

  private double[][][] conv(String name, double[][][] x, int width, int kernel, int stride) {
    float[] w = weights.get(name + ".weight");
    float[] bias = weights.get(name + ".bias");
    int side = x[0].length;
    int out = (side - 1) / stride + 1;
    double[][][] y = new double[width][out][out];
    for (int o = 0; o < width; o++) {
      for (int i = 0; i < out; i++) {
        for (int j = 0; j < out; j++) {
          double sum = bias[o];
          for (int c = 0; c < x.length; c++) {
            for (int k = 0; k < kernel * kernel; k++) {
              int row = i * stride + k / kernel - kernel / 2;
              int column = j * stride + k % kernel - kernel / 2;
              if (row >= 0 && row < side && column >= 0 && column < side) {
                sum += w[(o * x.length + c) * kernel * kernel + k] * x[c][row][column];
              }
            }
          }
          y[o][i][j] = sum;
        }
      }
    }
    return y;
  }

  private double[][][] norm(String name, double[][][] x) {
    for (int c = 0; c < x.length; c++) {
      double variance = weights.get(name + ".running_var")[c];
      double scale = weights.get(name + ".weight")[c] / Math.sqrt(variance + 1.001e-5);
      for (double[] row : x[c]) {
        for (int j = 0; j < row.length; j++) {
          row[j] =
              (row[j] - weights.get(name + ".running_mean")[c]) * scale
                  + weights.get(name + ".bias")[c];
        }
      }
    }
    return x;
  }

  private static double[][][] relu(double[][][] x) {
    for (double[][] channel : x) {
      for (double[] row : channel) {
        for (int j = 0; j < row.length; j++) {
          row[j] = Math.max(0, row[j]);
        }
      }
    }
    return x;
  }

  /** A line of zeros around, then the largest of 3x3 with a stride of 2. */
  private static double[][][] pool(double[][][] x) {
    int side = x[0].length;
    int out = (side - 1) / 2 + 1;
    double[][][] y = new double[x.length][out][out];
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < out; i++) {
        for (int j = 0; j < out; j++) {
          for (int k = 0; k < 9; k++) {
            int row = 2 * i + k / 3 - 1;
            int column = 2 * j + k % 3 - 1;
            if (row >= 0 && row < side && column >= 0 && column < side) {
              y[c][i][j] = Math.max(y[c][i][j], x[c][row][column]);
            }
          }
        }
      }
    }
    return y;
  }
}
