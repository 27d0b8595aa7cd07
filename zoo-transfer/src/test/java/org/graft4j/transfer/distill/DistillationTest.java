package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What may be asked of a distillation. */
class DistillationTest {

  private static TrainedModel teacher(long seed) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(2, 2, 1))
                .addLayer(
                    "head",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "input")
                .setOutputs("head")
                .build());
    RngState.keeping((Runnable) graph::init);
    InputSpec input =
        new InputSpec(
            2,
            2,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.GREY,
            List.of(0.5),
            List.of(0.25));
    return new TrainedModel(graph, input, LabelMap.of(List.of("a", "b")), new Provenance(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 'temperature must be positive and finite, but was 0.0'",
    "-1, 0.5, 'temperature must be positive and finite, but was -1.0'",
    "NaN, 0.5, 'temperature must be positive and finite, but was NaN'",
    "Infinity, 0.5, 'temperature must be positive and finite, but was Infinity'",
    "4, 1.1, 'alpha must be from 0 to 1, but was 1.1'",
    "4, NaN, 'alpha must be from 0 to 1, but was NaN'"
  })
  void softTargets_outOfRange_areRefused(double temperature, double alpha, String message) {
    Distillation.Builder builder = Distillation.from(teacher(1));

    assertThatThrownBy(() -> builder.softTargets(temperature, alpha))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void terms_withWeightsThatAreNone_areRefused() {
    assertThatThrownBy(() -> new FeatureHint("a", "b", -1))
        .hasMessage("weight of a feature hint must be finite and not negative, but was -1.0");
    assertThatThrownBy(() -> new AttentionTransfer(Map.of("a", "b"), Double.NaN))
        .hasMessage("weight of attention transfer must be finite and not negative, but was NaN");
    assertThatThrownBy(() -> new AttentionTransfer(Map.of(), 1))
        .hasMessage("pairs of attention transfer must not be empty");
    assertThatThrownBy(() -> new RelationalDistillation(1, Double.POSITIVE_INFINITY))
        .hasMessage("angleWeight must be finite and not negative, but was Infinity");
    assertThatThrownBy(() -> SelfDistillation.generations(0))
        .hasMessage("generations must be positive, but was 0");
  }

  /** A resumed run is known again by it: other weights of the teacher are another method. */
  @Test
  void describe_ofTheSameTeacher_isTheSameAndOfAnotherIsNot() {
    String described = Distillation.from(teacher(1)).build().describe();

    assertThat(described)
        .isEqualTo(Distillation.from(teacher(1)).build().describe())
        .isNotEqualTo(Distillation.from(teacher(2)).build().describe())
        .isNotEqualTo(Distillation.from(teacher(1)).softTargets(3, 0.7).build().describe())
        .isNotEqualTo(
            Distillation.from(teacher(1)).term(new FeatureHint("a", "b", 1)).build().describe());
  }

  @Test
  void changesNothing_isSoOnlyWhenNeitherAnswersNorTermsCount() {
    assertThat(Distillation.from(teacher(1)).softTargets(4, 0).build().changesNothing()).isTrue();
    assertThat(Distillation.from(teacher(1)).softTargets(4, 0.1).build().changesNothing())
        .isFalse();
    assertThat(
            Distillation.from(teacher(1))
                .softTargets(4, 0)
                .term(new RelationalDistillation(0, 1))
                .build()
                .changesNothing())
        .isFalse();
  }
}
