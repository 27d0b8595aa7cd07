package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class AdaptiveAveragePoolingTest {

  /** 5 to 3 places: means over 0..1, 1..3 and 3..4; 2 to 3 places: 0, both, 1. */
  @Test
  void output_sizesThatDoNotDivide_averagesOverlappingRanges() {
    ComputationGraph graph = pooling(DataType.DOUBLE, 2, 5);
    INDArray x = Nd4j.createFromArray(1d, 2, 6, 4, 5, 10, 20, 60, 40, 50).reshape(1, 1, 2, 5);
    graph.getParam("scale_W").assign(1);

    INDArray out = graph.feedForward(x, false).get("pool");

    assertThat(out.reshape(9).toDoubleVector())
        .containsExactly(new double[] {1.5, 4, 4.5, 8.25, 22, 24.75, 15, 40, 45}, within(1e-12));
  }

  @Test
  void gradient_throughThePooling_equalsCentralDifferences() {
    ComputationGraph graph = pooling(DataType.DOUBLE, 4, 2);
    INDArray x = Nd4j.linspace(DataType.DOUBLE, -1, 0.13, 16).reshape(2, 1, 4, 2);
    INDArray y = Nd4j.linspace(DataType.DOUBLE, 0, 0.1, 18).reshape(2, 1, 3, 3);
    graph.setInputs(x);
    graph.setLabels(y);
    graph.computeGradientAndScore();
    double analytic = graph.gradient().getGradientFor("scale_W").getDouble(0);
    INDArray weight = graph.getParam("scale_W");
    double old = weight.getDouble(0);
    double h = 1e-6;
    weight.assign(old + h);
    double above = graph.score(new DataSet(x, y), true);
    weight.assign(old - h);
    double below = graph.score(new DataSet(x, y), true);

    assertThat(analytic / 2).isCloseTo((above - below) / (2 * h), within(1e-7));
  }

  @Test
  void json_readBack_isEqual() {
    ComputationGraphConfiguration conf = pooling(DataType.FLOAT, 4, 4).getConfiguration();

    assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
  }

  private static ComputationGraph pooling(DataType type, int height, int width) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(height, width, 1))
                .addLayer(
                    "scale",
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "input")
                .addVertex("pool", new AdaptiveAveragePooling(3, 3), "scale")
                .addLayer(
                    "output",
                    new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "pool")
                .setOutputs("output")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }
}
