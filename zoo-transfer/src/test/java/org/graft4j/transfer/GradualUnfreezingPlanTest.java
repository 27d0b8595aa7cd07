package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradualUnfreezingPlanTest {

  @Test
  void gradualUnfreezing_ofTwoGroups_hasThreeStagesFromTheTop() {
    FineTunePlan plan = FineTunePlan.gradualUnfreezing(SmallTask.backbone(1), 3, 1, 5);
    assertThat(plan.stages())
        .extracting(Stage::name, Stage::scope, Stage::epochs)
        .containsExactly(
            tuple("head", new Scope.HeadOnly(), 3),
            tuple("from high", new Scope.From("high"), 1),
            tuple("all", new Scope.All(), 5));
  }

  @Test
  void gradualUnfreezing_withoutEpochs_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FineTunePlan.gradualUnfreezing(SmallTask.backbone(1), 3, 0, 5))
        .withMessage("epochs of stage 'from high' must be positive, but was 0");
  }

  /** One of each family of the zoo; of the VGGs a small one. */
  static Stream<Architecture> families() {
    Map<String, Architecture> first = new LinkedHashMap<>();
    Architectures.all().stream()
        .filter(a -> !a.id().startsWith("vgg") || a.id().equals("vgg11_bn"))
        .forEach(a -> first.putIfAbsent(a.id().replaceAll("[^a-z].*", ""), a));
    return first.values().stream();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("families")
  void gradualUnfreezing_ofEachFamily_unfreezesMoreInEachStageUpToAll(Architecture architecture) {
    Network network = architecture.network(NetworkForm.whole(32, 32, 5));
    Backbone backbone =
        new Backbone(
            architecture.id(),
            NetworkWeights.random(network, Seed.of(1)),
            architecture.input().withSize(32, 32),
            network.groups(),
            network.featureVertex(),
            network.featureWidth(),
            Optional.empty());

    List<Stage> stages = FineTunePlan.gradualUnfreezing(backbone, 1, 1, 1).stages();

    Set<String> before = new HashSet<>();
    for (Stage stage : stages) {
      Set<String> frozen = stage.scope().frozen(backbone.groups());
      Set<String> trained =
          backbone.groups().names().stream()
              .flatMap(group -> backbone.groups().vertices(group).stream())
              .filter(v -> !frozen.contains(v) && backbone.graph().getVertex(v).numParams() > 0)
              .collect(Collectors.toSet());
      assertThat(trained).as(stage.name()).containsAll(before);
      if (!before.isEmpty()) {
        assertThat(trained).as(stage.name()).hasSizeGreaterThan(before.size());
      }
      before = trained;
    }
    assertThat(stages.size()).isGreaterThan(2);
    assertThat(stages.get(stages.size() - 1).scope()).isEqualTo(new Scope.All());
    backbone.graph().close();
  }
}
