package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.StateDictionary;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.adapt.MatchReport.Left;
import org.graft4j.zoo.adapt.MatchReport.Reason;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.graft4j.zoo.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialWeightsTest {
  @TempDir Path folder;

  private static Backbone slim(int classes, long seed) {
    return UntrainedBackbone.of("slimresnet", classes, Seed.of(seed));
  }

  @Test
  void sameNetwork_allIsCopiedButTheOtherHead() throws Exception {
    Backbone source = slim(7, 1);
    Backbone target = slim(5, 2);
    var initial = target.graph().params().dup();

    PartialWeights.Loaded<Backbone> loaded = PartialWeights.of(source).into(target);

    MatchReport report = loaded.report();
    assertThat(report.share()).isEqualTo(1);
    assertThat(report.left()).extracting(Left::name).containsExactly("fc.weight", "fc.bias");
    assertThat(report.left().get(0).detail())
        .isEqualTo("the source has [7, 160], the network [5, 160]");
    ComputationGraph graph = loaded.network().graph();
    assertThat(graph.getParam("layer4.1.conv2_W"))
        .isEqualTo(source.graph().getParam("layer4.1.conv2_W"));
    assertThat(graph.getParam("fc_W")).isEqualTo(target.graph().getParam("fc_W"));
    assertThat(target.graph().params()).as("the target's own").isEqualTo(initial);
  }

  @Test
  void otherStructure_reportSaysWhatAndWhy() throws Exception {
    Backbone source = Wider.to(slim(0, 1), Map.of("layer4.0.conv1", 200), 0, Seed.of(1));
    Backbone deep = Deeper.byBlock(slim(0, 2), "layer4.1.relu", Seed.of(2));

    MatchReport report = PartialWeights.of(source).leastShare(0.2).into(deep).report();

    assertThat(report.left().stream().collect(Collectors.groupingBy(Left::reason)).keySet())
        .containsExactlyInAnyOrder(Reason.MISSING, Reason.OTHER_SHAPE);
    assertThat(report.share()).isBetween(0.2, 0.9);
    assertThat(report.toString())
        .contains("copied ")
        .contains(
            "layer4.0.conv1.weight: the source has [200, 80, 3, 3], the network [160, 80, 3, 3]")
        .contains("layer4.1.relu.deeper1.conv1.weight: not in the source");
  }

  @Test
  void file_withPrefixAndBrokenTensors_isReportedPerTensor() throws Exception {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    StateDictionary.of(slim(0, 1).graph(), false).forEach((k, v) -> tensors.put("encoder." + k, v));
    float[] broken = new float[16];
    broken[3] = Float.NaN;
    tensors.put("encoder.bn1.weight", FloatTensor.f32(broken, 16));
    tensors.put("encoder.extra", FloatTensor.f32(new float[2], 2));
    tensors.put("decoder.x", FloatTensor.f32(new float[2], 2));
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());

    try (WeightsFile weights = WeightsFile.open(file)) {
      MatchReport report =
          PartialWeights.of(weights.tensors()).withoutPrefix("encoder.").into(slim(0, 2)).report();

      assertThat(report.left()).hasSize(1);
      assertThat(report.left().get(0).reason()).isEqualTo(Reason.NOT_FINITE);
      assertThat(report.left().get(0).toString()).isEqualTo("bn1.weight: the source holds NaN");
      assertThat(report.unused()).containsExactly("extra");
    }
  }

  @Test
  void tooLittle_isRefusedWithTheReasons() {
    PartialWeights source = PartialWeights.of(slim(0, 1)).renamed(name -> "x." + name);

    assertThatThrownBy(() -> source.into(slim(0, 2)))
        .isInstanceOf(PartialMatchException.class)
        .hasMessageStartingWith(
            "at least 0.5 of the network's parameters must be found, but 0.0000 was: conv1.weight: not in the source;")
        .hasMessageContaining("the source has x.conv1.weight");
    assertThatThrownBy(() -> PartialWeights.of(slim(0, 1)).renamed(name -> "x"))
        .hasMessageContaining("names must differ after renaming");
    assertThatThrownBy(() -> PartialWeights.of(slim(0, 1)).leastShare(2))
        .hasMessage("leastShare must be in 0..1, but was 2.0");
  }

  /** DL4J's own batch norm keeps log10 of the deviation; both forms hold the same numbers. */
  @Test
  void normsOfTheOtherForm_areConverted() throws Exception {
    Backbone leNet = ForeignZooTest.leNet();
    ComputationGraph variance = Norms.graph(false);
    ComputationGraph logarithm = Norms.graph(true);
    variance.getParam("bn_var").assign(0.25);

    ComputationGraph loaded = PartialWeights.of(variance).into(logarithm).network();

    assertThat(loaded.getParam("bn_log10stdev").getDouble(0))
        .isCloseTo(Math.log10(0.5), org.assertj.core.api.Assertions.within(1e-6));
    ComputationGraph back = PartialWeights.of(loaded).into(Norms.graph(false)).network();
    assertThat(back.getParam("bn_var").getDouble(0))
        .isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-6));
    assertThat(PartialWeights.of(leNet.graph()).into(leNet.graph()).report().share()).isEqualTo(1);
  }
}
