package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class SourceClassesTest {
  private static final List<String> SOURCE = List.of("cat", "dog", "horse", "lion", "zebra");
  private final Backbone backbone = UntrainedBackbone.of("slimresnet", 5, Seed.of(3));
  private final INDArray pictures = Pictures.drawn(1, 3, 3, 64, 64);

  @Test
  void someClasses_probabilities_areTheSourcesRenormalised() {
    TrainedModel model = SourceClasses.keep(backbone, SOURCE, List.of("zebra", "cat", "lion"));

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
    TrainedModel model = SourceClasses.keep(backbone, SOURCE, List.of("dog", "cat"));
    Path file = folder.resolve("pets.zip");

    ModelBundle.of(model).save(file);

    assertThat(ModelBundle.open(file).model().graph().outputSingle(pictures))
        .isEqualTo(model.graph().outputSingle(pictures));
  }

  @Test
  void unknownName_isNamedWithTheNearest() {
    assertThatThrownBy(() -> SourceClasses.keep(backbone, SOURCE, List.of("cat", "hose")))
        .hasMessageContaining("unknown source class 'hose'; did you mean 'horse'?");
  }

  @Test
  void missingHeadOrNames_isRefused() {
    Backbone headless = UntrainedBackbone.of("slimresnet", 0, Seed.of(3));

    assertThatThrownBy(() -> SourceClasses.keep(headless, SOURCE, List.of("cat", "dog")))
        .hasMessageContaining("must have its source head");
    assertThatThrownBy(() -> SourceClasses.keep(backbone, List.of("cat", "dog")))
        .hasMessageContaining("card must name the source classes");
    assertThatThrownBy(
            () -> SourceClasses.keep(backbone, List.of("cat", "dog"), List.of("cat", "dog")))
        .hasMessageContaining("must be as many as head 'fc' tells apart, 5, but were 2");
  }
}
