package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss, gradients and batch-norm updates equal torch's, whatever is frozen and however. */
@Tag("slow")
class GoldenGradientsTest {
  private static final JsonNode FILE = GoldenNetworks.read("gradients.json");

  @ParameterizedTest
  @CsvSource({
    "resnet18, a_bn_train, DOUBLE",
    "resnet18, b_bn_eval, DOUBLE",
    "resnet18, c_last_block, DOUBLE",
    "resnet50, a_bn_train, DOUBLE",
    "resnet50, b_bn_eval, DOUBLE",
    "resnet50, c_last_block, DOUBLE",
    "resnet18, b_bn_eval, FLOAT",
    "vgg11_bn, a_bn_train, FLOAT",
    "vgg11_bn, b_bn_eval, FLOAT",
    "vgg11_bn, c_last_block, FLOAT"
  })
  void gradients_ofTheGoldenBatch_equalTorchs(String id, String mode, DataType type) {
    JsonNode model = FILE.get("models").get(id);
    JsonNode expected = model.get("modes").get(mode);
    long[] shape = GoldenNetworks.longs(FILE.get("input_shape"));
    DeterministicFill fill = GoldenNetworks.fill(FILE, model);
    Network network = GoldenNetworks.network(id, shape, FILE.get("num_classes").intValue());
    ComputationGraph graph = edited(GoldenNetworks.filled(network, fill), network, mode, type);

    graph.setInputs(fill.input(shape).castTo(type));
    graph.setLabels(labels(type));
    graph.computeGradientAndScore();

    boolean exact = type == DataType.DOUBLE;
    double lossTolerance = exact ? 1e-9 : 1e-4;
    assertThat(graph.score()).isCloseTo(expected.get("loss").doubleValue(), within(lossTolerance));
    double tolerance =
        exact ? 1e-6 : Math.max(1e-3, 5 * expected.get("float32_norm_rel_error_max").doubleValue());
    Map<String, INDArray> gradients = graph.gradient().gradientForVariable();
    List<String> zero = new ArrayList<>();
    expected.get("zero_gradients").forEach(key -> zero.add(key.textValue()));
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      if (zero.contains(slot.key())) { // a bias before a norm, say: rounding is left
        assertThat(gradients.get(slot.parameter()).norm2Number().doubleValue())
            .as(slot.key())
            .isLessThan(1e-5 * expected.get("global_norm").doubleValue());
      } else if (!slot.key().contains(".running_")) {
        checkGradient(
            slot,
            gradients.get(slot.parameter()),
            expected.get("grads").get(slot.key()),
            tolerance);
      }
    }
    checkStatistics(graph, gradients, expected.path("running_stats"), shape, exact);
    graph.close(); // up to a gigabyte
  }

  private static ComputationGraph edited(
      ComputationGraph graph, Network network, String mode, DataType type) {
    ComputationGraph typed = type == DataType.FLOAT ? graph : graph.convertDataType(type);
    ComputationGraph edited = edited(typed, network, mode);
    for (Layer layer : edited.getLayers()) { // the golden values are without dropout
      if (layer.conf().getLayer() instanceof DropoutLayer dropout) {
        dropout.setIDropout(null);
      }
    }
    return edited;
  }

  private static ComputationGraph edited(ComputationGraph typed, Network network, String mode) {
    return switch (mode) {
      case "a_bn_train" -> typed;
      case "b_bn_eval" -> GraphEdits.withFixedStatistics(typed, vertex -> true);
      default -> {
        List<String> groups = network.groups().names();
        boolean vgg = groups.contains("block4"); // its last block and its dense layers are trained
        Set<String> frozen = network.groups().upTo(vgg ? "block4" : "layer3");
        yield GraphEdits.withFrozen(typed, frozen::contains);
      }
    };
  }

  private static void checkGradient(
      ParameterSlot slot, INDArray actual, JsonNode expected, double tolerance) {
    if (expected.isNull()) {
      assertThat(actual).as(slot.key()).isNull();
      return;
    }
    // DL4J holds sums over the batch, torch means.
    INDArray torch = slot.layout() == ParameterSlot.Layout.TRANSPOSED ? actual.transpose() : actual;
    INDArray mean = torch.dup('c').reshape(torch.length()).div(FILE.get("labels").size());
    double l2 = expected.get("l2").doubleValue();
    assertThat(l2(mean)).as("l2 of " + slot.key()).isCloseTo(l2, within(tolerance * l2));
    List<Double> first4 = GoldenNetworks.numbers(expected.get("first4"));
    for (int i = 0; i < first4.size(); i++) {
      assertThat(mean.getDouble(i))
          .as("%s[%d]", slot.key(), i)
          .isCloseTo(first4.get(i), within(tolerance * l2));
    }
  }

  /** ND4J sums floats in float: 4 percent of a hundred million squares are lost. */
  private static double l2(INDArray values) {
    double squares = 0;
    if (values.dataType() == DataType.DOUBLE) {
      for (double value : values.toDoubleVector()) {
        squares += value * value;
      }
    } else {
      for (float value : values.toFloatVector()) {
        squares += (double) value * value;
      }
    }
    return Math.sqrt(squares);
  }

  /** The view of a statistic holds what is subtracted from it; nothing where it is not trained. */
  private static void checkStatistics(
      ComputationGraph graph,
      Map<String, INDArray> gradients,
      JsonNode expected,
      long[] input,
      boolean exact) {
    Map<String, Long> places = places(graph, input);
    List<String> moved = new ArrayList<>();
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      INDArray update = gradients.get(slot.parameter());
      if (!slot.key().contains(".running_")
          || update == null
          || update.norm2Number().doubleValue() == 0) {
        continue;
      }
      moved.add(slot.key());
      String layer = slot.key().substring(0, slot.key().lastIndexOf('.'));
      double n = places.get(layer);
      INDArray old = graph.getParam(slot.parameter());
      List<Double> first4 = GoldenNetworks.numbers(expected.get(slot.key()).get("first4"));
      for (int i = 0; i < first4.size(); i++) {
        double before = old.getDouble(i);
        double torch = first4.get(i);
        // torch's running variance takes the unbiased n / (n - 1), DL4J's the biased one
        double value =
            slot.key().endsWith("_var")
                ? 0.9 * before + (torch - 0.9 * before) * (n - 1) / n
                : torch;
        assertThat(before - update.getDouble(i))
            .as("%s[%d]", slot.key(), i)
            .isCloseTo(value, within((exact ? 1e-8 : 1e-4) * Math.max(1, Math.abs(value))));
      }
    }
    List<String> all = new ArrayList<>();
    expected.fieldNames().forEachRemaining(all::add);
    assertThat(moved).containsExactlyInAnyOrderElementsOf(all);
  }

  /** Numbers per channel at each batch norm. */
  private static Map<String, Long> places(ComputationGraph graph, long[] shape) {
    Map<String, Long> places = new HashMap<>();
    graph
        .getConfiguration()
        .getLayerActivationTypes(InputType.convolutional(shape[2], shape[3], shape[1]))
        .forEach(
            (name, type) -> {
              if (type instanceof InputType.InputTypeConvolutional pictures) {
                places.put(name, shape[0] * pictures.getHeight() * pictures.getWidth());
              }
            });
    return places;
  }

  private static INDArray labels(DataType type) {
    long[] labels = GoldenNetworks.longs(FILE.get("labels"));
    INDArray oneHot = Nd4j.zeros(type, labels.length, FILE.get("num_classes").intValue());
    for (int i = 0; i < labels.length; i++) {
      oneHot.putScalar(i, labels[i], 1);
    }
    return oneHot;
  }
}
