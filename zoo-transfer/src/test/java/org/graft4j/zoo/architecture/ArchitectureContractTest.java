package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each architecture that is built in. */
class ArchitectureContractTest {
  private static final Pattern AT_LEAST = Pattern.compile("at least (\\d+) for");

  /** Those without golden values: torchvision's two, this project's own, and those of one file. */
  static final Set<String> WITHOUT_GOLDEN_VALUES =
      Set.of(
          "vgg13_bn",
          "vgg19_bn",
          "slimresnet",
          "resnet20_cifar",
          "resnet8_keras",
          "resnet50_keras",
          "resnet101_keras",
          "resnet152_keras",
          "squeezenet1_1_keras",
          "mobilenet_v2_keras");

  static Stream<Architecture> all() {
    return Architectures.all().stream();
  }

  /** Of the eight VGGs, which take half a gigabyte each, one without and one with norms. */
  static Stream<Architecture> withoutMostVggs() {
    return all()
        .filter(a -> !(a instanceof Vgg) || a.id().equals("vgg11") || a.id().equals("vgg19_bn"));
  }

  /** A new architecture needs golden values, or a reason in the list above. */
  @Test
  void registry_andGoldenTable_haveTheSameNames() {
    List<String> known = new ArrayList<>(WITHOUT_GOLDEN_VALUES);
    GoldenNetworks.read("architectures.json")
        .get("models")
        .fieldNames()
        .forEachRemaining(known::add);

    assertThat(all().map(Architecture::id)).containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @MethodSource("all")
  void cutAtEachGroup_endsThereAndCoversAllVertices(Architecture architecture) {
    for (String cut : architecture.groups()) {
      Network network = architecture.network(NetworkForm.cutAt(architecture.input(), cut));
      List<String> names = network.groups().names();

      assertThat(names)
          .isEqualTo(architecture.groups().subList(0, architecture.groups().indexOf(cut) + 1));
      assertThat(network.groups().upTo(cut))
          .isEqualTo(network.configuration().getVertices().keySet());
      assertThat(network.configuration().getNetworkOutputs())
          .containsExactly(network.featureVertex());
      assertThat(network.head()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("withoutMostVggs")
  void configuration_throughJson_isTheSame(Architecture architecture) {
    // DL4J tells a variance from the logarithm of a deviation by what an initialised graph lists
    ComputationGraph graph =
        NetworkWeights.zeros(architecture.network(NetworkForm.whole(architecture.input(), 5)));
    ComputationGraphConfiguration conf = graph.getConfiguration();
    graph.close();

    ComputationGraphConfiguration again = ComputationGraphConfiguration.fromJson(conf.toJson());

    assertThat(again.toJson()).isEqualTo(conf.toJson());
    assertThat(ParameterSlot.of(again)).isEqualTo(ParameterSlot.of(conf));
  }

  @ParameterizedTest
  @MethodSource("withoutMostVggs")
  void wholeNetworkWithHead_isABackbone(Architecture architecture) {
    InputSpec input = architecture.input();
    Network network = architecture.network(NetworkForm.whole(input, 5));
    ComputationGraph graph = NetworkWeights.zeros(network);
    try {
      Backbone backbone =
          new Backbone(
              architecture.id(),
              graph,
              input,
              network.groups(),
              network.featureVertex(),
              network.featureWidth(),
              Optional.empty());

      assertThat(backbone.groups().names()).isEqualTo(architecture.groups());
      assertThat(graph.getConfiguration().getVertices())
          .containsKeys(network.head().orElseThrow(), network.logits().orElseThrow());
    } finally {
      graph.close();
    }
  }

  /** The smallest picture that the message names builds, and one pixel less does not. */
  @ParameterizedTest
  @MethodSource("all")
  void tooSmallPictures_areRefusedWithTheSmallestSize(Architecture architecture) {
    for (String cut : architecture.groups()) {
      int smallest = smallest(architecture, cut);

      for (int size = smallest; size < smallest + 8; size++) {
        architecture.network(NetworkForm.cutAt(size, smallest, cut));
      }
      if (smallest > 1) {
        NetworkForm tooSmall = NetworkForm.cutAt(64, smallest - 1, cut);
        assertThatThrownBy(() -> architecture.network(tooSmall))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(
                "at least %d for %s cut at %s, but were 64 and %d",
                smallest, architecture.id(), cut, smallest - 1);
      }
    }
  }

  private static int smallest(Architecture architecture, String cut) {
    try {
      architecture.network(NetworkForm.cutAt(1, 1, cut));
      return 1;
    } catch (IllegalArgumentException e) {
      Matcher size = AT_LEAST.matcher(e.getMessage());
      assertThat(size.find()).as(e.getMessage()).isTrue();
      return Integer.parseInt(size.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void otherNumbersOfChannels_changeTheFirstConvolutionOnly(Architecture architecture) {
    String top = architecture.groups().get(architecture.groups().size() - 1);
    List<ParameterSlot> usual = slots(architecture, 3, top);
    List<ParameterSlot> more = slots(architecture, 12, top);

    assertThat(more.get(0).shape().get(1)).isEqualTo(12);
    assertThat(more.subList(1, more.size())).isEqualTo(usual.subList(1, usual.size()));
  }

  private static List<ParameterSlot> slots(Architecture architecture, int channels, String cut) {
    NetworkForm form = new NetworkForm(channels, 64, 64, Optional.of(cut), 0);
    return ParameterSlot.of(architecture.network(form).configuration());
  }
}
