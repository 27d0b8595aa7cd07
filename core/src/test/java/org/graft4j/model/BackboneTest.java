package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** A graph whose layer groups are wrong would be trained otherwise than its owner believes. */
class BackboneTest {
  private static final InputSpec INPUT =
      new InputSpec(
          6,
          5,
          new ResizeRule.Squash(),
          InputSpec.ChannelOrder.RGB,
          List.of(0.5, 0.5, 0.5),
          List.of(0.25, 0.25, 0.25));

  /** Of the residual graph, whose features are those of "pool". */
  private static Backbone backbone(Set<String> low, Set<String> high) {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    groups.put("low", low);
    groups.put("high", high);
    return new Backbone(
        "custom",
        SmallGraphs.residual(DataType.FLOAT, false),
        INPUT,
        LayerGroups.of(groups),
        "pool",
        4,
        Optional.empty());
  }

  private static void assertRefused(Set<String> low, Set<String> high, String message) {
    assertThatThrownBy(() -> backbone(low, high))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void make_verticesWithoutParametersInNoGroup_isAccepted() {
    Backbone backbone = backbone(Set.of("conv1", "bn1"), Set.of("conv2", "bn2"));

    assertThat(backbone.groups().groupOf("add")).isEmpty();
  }

  @Test
  void make_layerInNoGroup_isNamed() {
    assertRefused(
        Set.of("bn1"),
        Set.of("conv2", "bn2", "pool"),
        "vertex 'conv1' below feature vertex 'pool' has parameters and must be in a layer group, but is in none of [low, high]");
  }

  @Test
  void make_layerOfAHigherGroupBelow_isNamed() {
    assertRefused(
        Set.of("bn1"),
        Set.of("conv1", "conv2", "bn2"),
        "layer group 'low' must depend on itself and lower groups only, but its vertex 'bn1' depends on 'conv1' of group 'high' above it");
  }

  // "relu1" has no parameters, but frozen it would stop the gradient of what is below it.
  @Test
  void make_vertexWithoutParametersBelowItsInputs_isNamed() {
    assertRefused(
        Set.of("conv1", "relu1"),
        Set.of("bn1", "conv2", "bn2"),
        "layer group 'low' must depend on itself and lower groups only, but its vertex 'relu1' depends on 'bn1' of group 'high' above it");
  }

  @Test
  void make_groupThatHoldsTheOldHead_isRefused() {
    assertRefused(
        Set.of("conv1", "bn1"),
        Set.of("conv2", "bn2", "fc"),
        "layer group 'high' must hold vertices that feature vertex 'pool' depends on, but has 'fc': leave it out");
  }

  @Test
  void make_graphWithoutParameters_saysWhatToCall() {
    ComputationGraph bare =
        new ComputationGraph(SmallGraphs.residual(DataType.FLOAT, false).getConfiguration());
    LayerGroups groups = LayerGroups.of(Map.of("low", Set.of("conv1")));

    assertThatThrownBy(
            () -> new Backbone("custom", bare, INPUT, groups, "pool", 4, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("init()");
  }
}
