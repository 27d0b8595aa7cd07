package org.graft4j.zoo;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.graft4j.zoo.format.WeightTensor;
import org.graft4j.zoo.format.WeightsFile;

/**
 * The CIFAR ResNet-20 with zero-padded shortcuts in plain loops and double precision, as its paper
 * (He et al. 2015, section 4.2, option A) has it: for comparison only.
 */
final class CifarReference {
  private static final double EPSILON = 1e-5;
  private final Map<String, float[]> weights = new HashMap<>();

  CifarReference(WeightsFile file) throws IOException {
    for (WeightTensor tensor : file.tensors().values()) {
      weights.put(tensor.name(), tensor.toFloats());
    }
  }

  /** Ten logits of one picture {@code [3][side][side]}. */
  double[] logits(double[][][] picture) {
    double[][][] x = relu(norm("bn1", conv("conv1", picture, 16, 1)));
    for (int stage = 1; stage <= 3; stage++) {
      for (int block = 0; block < 3; block++) {
        String name = "layer" + stage + "." + block;
        int width = 8 << stage;
        int stride = stage > 1 && block == 0 ? 2 : 1;
        double[][][] y = relu(norm(name + ".bn1", conv(name + ".conv1", x, width, stride)));
        y = norm(name + ".bn2", conv(name + ".conv2", y, width, 1));
        x = relu(sum(y, x, stride));
      }
    }
    double[] logits = new double[10];
    for (int out = 0; out < 10; out++) {
      logits[out] = weights.get("linear.bias")[out];
      for (int c = 0; c < x.length; c++) {
        double mean = 0;
        for (double[] row : x[c]) {
          for (double value : row) {
            mean += value / (row.length * row.length);
          }
        }
        logits[out] += mean * weights.get("linear.weight")[out * x.length + c];
      }
    }
    return logits;
  }

  private double[][][] conv(String name, double[][][] x, int width, int stride) {
    float[] w = weights.get(name + ".weight");
    int side = x[0].length;
    int half = (side - 1) / stride + 1;
    double[][][] y = new double[width][half][half];
    for (int o = 0; o < width; o++) {
      for (int i = 0; i < half; i++) {
        for (int j = 0; j < half; j++) {
          double sum = 0;
          for (int c = 0; c < x.length; c++) {
            for (int k = 0; k < 9; k++) {
              int row = i * stride + k / 3 - 1;
              int column = j * stride + k % 3 - 1;
              if (row >= 0 && row < side && column >= 0 && column < side) {
                sum += w[(o * x.length + c) * 9 + k] * x[c][row][column];
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
      double scale =
          weights.get(name + ".weight")[c]
              / Math.sqrt(weights.get(name + ".running_var")[c] + EPSILON);
      double mean = weights.get(name + ".running_mean")[c];
      double bias = weights.get(name + ".bias")[c];
      for (double[] row : x[c]) {
        for (int j = 0; j < row.length; j++) {
          row[j] = (row[j] - mean) * scale + bias;
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

  /** The shortcut takes every second place and has as many zero channels above as below. */
  private static double[][][] sum(double[][][] y, double[][][] x, int stride) {
    int above = (y.length - x.length) / 2;
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < y[0].length; i++) {
        for (int j = 0; j < y[0].length; j++) {
          y[c + above][i][j] += x[c][i * stride][j * stride];
        }
      }
    }
    return y;
  }
}
