package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ClassSubsetTest {
  private static final List<String> SOURCE = List.of("cat", "dog", "horse", "lion", "zebra");
  private final Backbone backbone = UntrainedBackbone.of("slimresnet", 5, Seed.of(3));
  private final INDArray pictures = Pictures.drawn(1, 3, 3, 64, 64);

  @Test
  void someClasses_probabilities_areTheSourcesRenormalised() {
    assertRenormalised(backbone, pictures);
  }

  /** Its head is a convolution, behind which stand average, merge and subset. */
  @ParameterizedTest
  @ValueSource(strings = {"squeezenet1_1", "squeezenet1_1_keras"})
  void squeezeNet_probabilities_areTheSourcesRenormalised(String id) {
    Backbone squeezeNet = InputSize.of(UntrainedBackbone.of(id, 5, Seed.of(3)), 64, 64);

    assertRenormalised(squeezeNet, pictures);
  }

  private static void assertRenormalised(Backbone backbone, INDArray pictures) {
    TrainedModel model = ClassSubset.keep(backbone, SOURCE, List.of("zebra", "cat", "lion"));

    INDArray all = backbone.graph().outputSingle(pictures);
    INDArray some =
        org.nd4j.linalg.factory.Nd4j.hstack(column(all, 4), column(all, 0), column(all, 3));
    INDArray expected = some.divColumnVector(some.sum(true, 1));
    assertThat(Pictures.difference(model.graph().outputSingle(pictures), expected))
        .isLessThan(1e-5);
    assertThat(model.labels().names()).containsExactly("zebra", "cat", "lion");
  }

  private static INDArray column(INDArray of, int index) {
    return of.getColumn(index, true);
  }

  @Test
  void model_isABundle(@TempDir Path folder) throws Exception {
    TrainedModel model = ClassSubset.keep(backbone, SOURCE, List.of("dog", "cat"));
    Path file = folder.resolve("pets.zip");

    ModelBundle.of(model).save(file);

    assertThat(ModelBundle.open(file).model().graph().outputSingle(pictures))
        .isEqualTo(model.graph().outputSingle(pictures));
  }

  @Test
  void unknownName_isNamedWithTheNearest() {
    assertThatThrownBy(() -> ClassSubset.keep(backbone, SOURCE, List.of("cat", "hose")))
        .hasMessageContaining("unknown source class 'hose'; did you mean 'horse'?");
  }

  @Test
  void missingHeadOrNames_isRefused() {
    Backbone headless = UntrainedBackbone.of("slimresnet", 0, Seed.of(3));

    assertThatThrownBy(() -> ClassSubset.keep(headless, SOURCE, List.of("cat", "dog")))
        .hasMessageContaining("must have its source head");
    assertThatThrownBy(() -> ClassSubset.keep(backbone, List.of("cat", "dog")))
        .hasMessageContaining("card must name the source classes")
        .hasMessageContaining("keep(backbone, source, classes)");
    assertThatThrownBy(
            () -> ClassSubset.keep(backbone, List.of("cat", "dog"), List.of("cat", "dog")))
        .hasMessageContaining("must be as many as head 'fc' tells apart, 5, but were 2");
  }

  /** Each of its probabilities would depend on the classes that are left out. */
  @Test
  void classesMixedBelowTheOutput_areRefusedByName() {
    Backbone normalised =
        SmallNetworks.of(
            net -> net.addLayer("top", new DenseLayer.Builder().nOut(4).build(), "input"),
            net ->
                net.addLayer("logits", new DenseLayer.Builder().nOut(5).build(), "top")
                    .addVertex("unit", new L2NormalizeVertex(), "logits")
                    .addLayer(
                        "head",
                        new LossLayer.Builder(LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        "unit"));

    assertThatThrownBy(() -> ClassSubset.keep(normalised, SOURCE, List.of("cat", "dog")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'unit' does not pass on class by class");
  }
}
