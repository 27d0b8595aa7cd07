package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines on this package, as they stand there. */
class ReadmeAdaptTest {

  @Test
  void linesOfTheReadme_compileAndDoWhatTheySay(@TempDir Path folder) throws Exception {
    Seed seed = Seed.of(1);
    Backbone backbone = UntrainedBackbone.of("slimresnet", 3, seed);
    Backbone another = UntrainedBackbone.of("slimresnet", 7, Seed.of(2));
    InputSpec spec = backbone.input();
    Path zip = folder.resolve("old-network.zip");
    ModelSerializer.writeModel(backbone.graph(), zip.toFile(), false);
    List<String> sourceNames = List.of("tabby", "beagle", "lynx");

    Backbone own = ForeignBackbone.open(zip).input(spec).build();
    Backbone grey = InputChannels.grey(backbone);
    Backbone bands = InputChannels.of(backbone, 12);
    Backbone large = InputSize.of(backbone, 320, 320);
    Backbone wider = Wider.by(backbone, 2, 0.01, seed);
    TrainedModel cats = ClassSubset.keep(backbone, sourceNames, List.of("tabby", "lynx"));
    var some = PartialWeights.of(backbone).leastShare(0.3).into(another);

    assertThat(own.graph().params()).isEqualTo(backbone.graph().params());
    assertThat(List.of(grey.input().depth(), bands.input().depth())).containsExactly(1, 12);
    assertThat(large.input().height()).isEqualTo(320);
    assertThat(wider.featureWidth()).isEqualTo(2 * backbone.featureWidth());
    assertThat(cats.labels().names()).containsExactly("tabby", "lynx");
    assertThat(some.report().share()).isEqualTo(1);
  }
}
