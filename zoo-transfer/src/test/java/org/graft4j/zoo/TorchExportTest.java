package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class TorchExportTest {
  private static final INDArray PICTURES =
      Nd4j.linspace(DataType.FLOAT, -1, 1e-4, 2 * 3 * 64 * 64).reshape(2, 3, 64, 64);

  @TempDir Path folder;

  @Test
  void write_backbone_isReadBackBitForBit() throws Exception {
    Backbone backbone = UntrainedBackbone.of("slimresnet", 4, Seed.of(5));
    Path file = folder.resolve("out.safetensors");

    TorchExport.write(file, false, backbone);

    Backbone read = Zoo.fromFile(file, "slimresnet", Optional.empty());
    assertThat(read.graph().params()).isEqualTo(backbone.graph().params());
    try (WeightsFile weights = WeightsFile.open(file)) {
      assertThat(weights.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(weights.tensors()).containsKey("layer1.0.bn1.running_var");
    }
    assertThatThrownBy(() -> TorchExport.write(file, false, backbone))
        .isInstanceOf(FileAlreadyExistsException.class);
    TorchExport.write(file, true, backbone);
  }

  /** As fine-tuning leaves it: the backbone's features under a new head. */
  private static TrainedModel trained(Backbone backbone, String provenance) {
    ComputationGraph graph =
        new TransferLearning.GraphBuilder(backbone.graph())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().seed(1).updater(new NoOp()).build())
            .addLayer(
                "head",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(backbone.featureWidth())
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                backbone.featureVertex())
            .setOutputs("head")
            .build();
    return new TrainedModel(
        graph,
        backbone.input(),
        LabelMap.of(List.of("a", "b", "c")),
        new Provenance(Map.of("backbone", provenance)));
  }

  @Test
  void write_trainedModel_hasTheHeadUnderTorchvisionsName() throws Exception {
    TrainedModel model =
        trained(UntrainedBackbone.of("slimresnet", 0, Seed.of(5)), "slimresnet.shapes");
    Path file = folder.resolve("out.safetensors");

    assertThat(TorchExport.write(file, false, model)).isEqualTo("fc");

    Backbone read = Zoo.fromFile(file, "slimresnet", Optional.empty());
    assertThat(read.graph().outputSingle(PICTURES)).isEqualTo(model.graph().outputSingle(PICTURES));
  }

  @Test
  void write_trainedModelOfAnUnknownBackbone_callsTheHeadHead() throws Exception {
    TrainedModel model = trained(UntrainedBackbone.of("slimresnet", 0, Seed.of(5)), "custom");
    Path file = folder.resolve("out.safetensors");

    assertThat(TorchExport.write(file, false, model)).isEqualTo("head");
    try (WeightsFile weights = WeightsFile.open(file)) {
      assertThat(weights.tensors().get("head.weight").shape()).containsExactly(3, 160);
      assertThat(weights.tensors()).doesNotContainKey("fc.weight");
    }
    assertThat(Files.size(file)).isPositive();
  }
}
