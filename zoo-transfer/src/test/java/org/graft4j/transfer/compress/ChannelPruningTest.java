package org.graft4j.transfer.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.TestTimeViews;
import org.graft4j.layer.WeightRows;
import org.graft4j.model.Backbone;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.graft4j.testing.SmallBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ChannelPruningTest {

  @Test
  void applyTo_modelWithADecision_tellsWhatWentAndDropsIt() {
    Decision hot = new Decision(2, Optional.empty(), TestTimeViews.PLAIN.describe());
    TrainedModel model = SmallNets.model(1).withDecision(hot);
    TrainedModel smaller = ChannelPruning.of(0.5).applyTo(model);
    assertThat(smaller.decision()).isEqualTo(Decision.PLAIN);
    assertThat(smaller.provenance().facts())
        .containsEntry(
            "compression.1",
            "channel pruning of 0.5 of each layer's channels by filter norm: "
                + model.graph().numParams()
                + " parameters before, "
                + smaller.graph().numParams()
                + " after");
    TrainedModel same = ChannelPruning.of(0).applyTo(model);
    assertThat(same.decision()).isEqualTo(hot);
    assertThat(same.provenance().facts()).isEmpty();
  }

  /** A quarter of each inner layer's channels gives nothing, whatever the picture. */
  private static void silence(ComputationGraph graph, List<InternalChannels> inner) {
    for (InternalChannels channels : inner) {
      LayerWeights producer =
          LayerWeights.of(graph).stream()
              .filter(layer -> layer.vertex().equals(channels.producer()))
              .findFirst()
              .orElseThrow();
      WeightRows rows = producer.rows();
      float[] weights = rows.copy();
      for (int i = 0; i < rows.rows() / 4; i++) {
        int row = 4 * i + 1;
        Arrays.fill(weights, row * rows.width(), (row + 1) * rows.width(), 0);
        clear(graph.getParam(channels.producer() + "_b"), row);
        for (String norm : channels.norms()) {
          clear(graph.getParam(norm + "_beta"), row);
          clear(graph.getParam(norm + "_mean"), row);
        }
      }
      rows.put(weights);
    }
  }

  private static void clear(INDArray vector, int place) {
    if (vector != null) {
      vector.putScalar(place, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slimresnet",
        "resnet50",
        "vgg11",
        "vgg11_bn",
        "squeezenet1_1",
        "densenet121",
        "convnext_tiny",
        "mobilenet_v2"
      })
  void applyTo_channelsThatAreZero_givesTheSameFeatures(String architecture) {
    Backbone backbone = SmallNets.backbone(architecture);
    ComputationGraph graph = backbone.graph();
    List<InternalChannels> inner =
        InternalChannels.of(graph.getConfiguration(), Set.of(backbone.featureVertex()));
    silence(graph, inner);
    INDArray pictures = SmallNets.pictures(2);
    INDArray features = graph.outputSingle(pictures).dup();

    Backbone smaller = ChannelPruning.of(0.25).applyTo(backbone);

    assertThat(inner).isNotEmpty();
    assertThat(features.amaxNumber().doubleValue()).isGreaterThan(1e-3);
    assertThat(SmallNets.largestDifference(features, smaller.graph().outputSingle(pictures)))
        .isLessThan(1e-6);
    assertThat(smaller.graph().numParams()).isLessThan(graph.numParams());
    assertThat(NetworkSize.of(smaller.graph(), smaller.input()).multiplyAdds())
        .isLessThan(NetworkSize.of(graph, backbone.input()).multiplyAdds());
    assertThat(smaller.featureWidth()).isEqualTo(backbone.featureWidth());
  }

  @Test
  void applyTo_model_takesTheSmallestFiltersAndLeavesTheGivenOne() {
    TrainedModel model = SmallNets.model(1);
    String block = "layer1.0.conv1";
    INDArray weights = model.graph().getParam(block + "_W");
    long channels = weights.size(0);
    weights.putScalar(new long[] {2, 0, 0, 0}, 50f); // the largest by far
    INDArray kept = weights.tensorAlongDimension(2, 1, 2, 3).dup();
    INDArray before = model.graph().params().dup();

    TrainedModel smaller = ChannelPruning.of(0.9).applyTo(model);

    INDArray left = smaller.graph().getParam(block + "_W");
    long gone = (long) Math.floor(0.9 * channels);
    assertThat(left.size(0)).isEqualTo(channels - gone);
    boolean there = false;
    for (int i = 0; i < left.size(0); i++) {
      there |= left.tensorAlongDimension(i, 1, 2, 3).equals(kept);
    }
    assertThat(there).isTrue();
    assertThat(model.graph().params()).isEqualTo(before);
    assertThat(smaller.graph().outputSingle(SmallNets.pictures(1)).columns()).isEqualTo(3);
  }

  /** Another criterion, another choice: here filters and scales say the opposite. */
  @Test
  void applyTo_byNormScale_takesTheSmallestScales() {
    TrainedModel model = SmallNets.model(1);
    INDArray gamma = model.graph().getParam("layer1.0.bn1_gamma");
    for (int i = 0; i < gamma.length(); i++) {
      gamma.putScalar(i, i % 2 == 0 ? 0.01 * (i + 1) : -2 - i);
    }
    INDArray left =
        ChannelPruning.of(0.5)
            .by(ChannelPruning.Criterion.NORM_SCALE)
            .applyTo(model)
            .graph()
            .getParam("layer1.0.bn1_gamma");
    assertThat(left.length()).isEqualTo(gamma.length() / 2);
    assertThat(left.maxNumber().doubleValue()).isLessThanOrEqualTo(-3);
  }

  @Test
  void applyTo_overNetwork_takesThatShareOfAllAndLeavesEachLayerOne() {
    TrainedModel model = SmallNets.model(1);
    List<InternalChannels> inner = InternalChannels.of(model.graph().getConfiguration(), Set.of());
    long before = channels(model, inner);
    TrainedModel half = ChannelPruning.of(0.5).overNetwork().applyTo(model);
    assertThat(channels(half, inner)).isEqualTo(before - before / 2);

    TrainedModel hardlyAny = ChannelPruning.of(0.999).overNetwork().applyTo(model);
    for (InternalChannels each : inner) {
      assertThat(channels(hardlyAny, List.of(each))).isPositive();
    }
  }

  private static long channels(TrainedModel model, List<InternalChannels> inner) {
    return inner.stream()
        .mapToLong(
            channels ->
                LayerWeights.of(model.graph()).stream()
                    .filter(layer -> layer.vertex().equals(channels.producer()))
                    .mapToLong(layer -> layer.rows().rows())
                    .sum())
        .sum();
  }

  @Test
  void applyTo_shareOfNothing_keepsEveryParameter() {
    TrainedModel model = SmallNets.model(1);
    assertThat(ChannelPruning.of(0).applyTo(model).graph().paramTable())
        .isEqualTo(model.graph().paramTable());
  }

  /** Where sums or the outside read a channel, it stays. */
  @Test
  void of_residualNetwork_findsTheFirstConvolutionOfEachBlock() {
    assertThat(InternalChannels.of(SmallNets.model(1).graph().getConfiguration(), Set.of()))
        .extracting(InternalChannels::producer)
        .isNotEmpty()
        .allMatch(name -> name.endsWith(".conv1"));
  }

  @Test
  void applyTo_networkWithoutInnerChannels_saysSo() {
    Backbone one = SmallBackbone.of(1);
    assertThatThrownBy(() -> ChannelPruning.of(0.5).applyTo(one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no channel can be removed");
  }

  @Test
  void applyTo_byNormScaleWithoutNorms_saysSo() {
    Backbone vgg = SmallNets.backbone("vgg11");
    assertThatThrownBy(
            () -> ChannelPruning.of(0.5).by(ChannelPruning.Criterion.NORM_SCALE).applyTo(vgg))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without batch norms");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void of_badShare_isRefused(double share) {
    assertThatThrownBy(() -> ChannelPruning.of(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share must be in [0, 1), but was " + share);
  }
}
