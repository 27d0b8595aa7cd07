package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.data.LabelMap;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ModelBundleTest {
  private static final ModelReport REPORT = () -> "{\"n\":60,\"accuracy\":0.90}";

  @TempDir Path folder;

  @Test
  void open_savedModel_givesTheSameOutputsAndFacts() throws IOException {
    TrainedModel model = SmallModels.model();
    Path zip = folder.resolve("größe 模型.zip");
    ModelBundle.of(model, REPORT).save(zip);
    ModelBundle opened = ModelBundle.open(zip);
    INDArray x = SmallModels.batch(4);
    assertThat(opened.model().graph().outputSingle(x)).isEqualTo(model.graph().outputSingle(x));
    assertThat(opened.model().labels()).isEqualTo(model.labels());
    assertThat(opened.model().input()).isEqualTo(model.input());
    assertThat(opened.model().provenance()).isEqualTo(model.provenance());
    assertThat(opened.report().orElseThrow().toJson()).isEqualTo(REPORT.toJson());
  }

  @Test
  void open_bundleWithoutReport_hasNone() throws IOException {
    Path zip = folder.resolve("m.zip");
    ModelBundle.of(SmallModels.model()).save(zip);
    assertThat(ModelBundle.open(zip).report()).isEmpty();
  }

  @Test
  void save_openedBundle_givesTheSameBytes() throws IOException {
    Path first = folder.resolve("1.zip");
    Path second = folder.resolve("2.zip");
    ModelBundle.of(SmallModels.model(), REPORT).save(first);
    ModelBundle.open(first).save(second);
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void save_twice_givesTheSameBytes() throws IOException {
    Path first = folder.resolve("1.zip");
    Path second = folder.resolve("2.zip");
    ModelBundle.of(SmallModels.model(), REPORT).save(first);
    ModelBundle.of(SmallModels.model(), REPORT).save(second);
    assertThat(second).hasSameBinaryContentAs(first);
  }

  /** The promise to people without our jars: DL4J's own reader, and only DL4J's classes inside. */
  @Test
  void save_frozenModelWithFixedStatistics_opensInPlainDl4j() throws IOException {
    ComputationGraph grafted =
        GraphEdits.withFrozen(
            GraphEdits.withFixedStatistics(SmallModels.graph(3), "bn"::equals), "conv"::equals);
    TrainedModel plain = SmallModels.model();
    TrainedModel model =
        new TrainedModel(grafted, plain.input(), plain.labels(), plain.provenance());
    Path zip = folder.resolve("m.zip");
    ModelBundle.of(model).save(zip);
    ComputationGraph restored = ModelSerializer.restoreComputationGraph(zip.toFile());
    INDArray x = SmallModels.batch(4);
    // Fixed-statistics and DL4J's batch norm round differently.
    assertThat(restored.outputSingle(x).equalsWithEps(grafted.outputSingle(x), 1e-6)).isTrue();
    assertThat(restored.getConfiguration().toJson()).doesNotContain("graft4j");
  }

  @Test
  void save_anyModel_leavesItsGraphAsItWas() throws IOException {
    TrainedModel model = SmallModels.model();
    model.graph().fit(new DataSet(SmallModels.batch(2), Nd4j.eye(3).getRows(0, 1)));
    String before = model.graph().getConfiguration().toJson();
    INDArray parameters = model.graph().params().dup();
    ModelBundle.of(model).save(folder.resolve("m.zip"));
    assertThat(model.graph().getConfiguration().toJson()).isEqualTo(before);
    assertThat(model.graph().params()).isEqualTo(parameters);
    assertThat(model.graph().getIterationCount()).isEqualTo(1);
  }

  @Test
  void save_existingFile_isRefusedAndKept() throws IOException {
    Path zip = Files.writeString(folder.resolve("m.zip"), "precious");
    assertThatThrownBy(() -> ModelBundle.of(SmallModels.model()).save(zip))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("m.zip")
        .hasMessageContaining("exists, and is not to be replaced");
    assertThat(zip).hasContent("precious");
    ModelBundle.of(SmallModels.model()).save(zip, true);
    assertThat(ModelBundle.open(zip).model().labels().size()).isEqualTo(3);
  }

  @Test
  void save_missingFolder_isOneLineThatNamesIt() {
    assertThatIOException()
        .isThrownBy(
            () -> ModelBundle.of(SmallModels.model()).save(folder.resolve("none").resolve("m.zip")))
        .withMessageContaining("none'")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void save_labelsUnlikeTheOutput_isRefused() {
    TrainedModel model = SmallModels.model(3, LabelMap.of(List.of("a", "b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelBundle.of(model).save(folder.resolve("m.zip")))
        .withMessageContaining("2 for 3");
  }

  @Test
  void save_doubleGraph_isRefusedWithTheRemedy() {
    TrainedModel floats = SmallModels.model();
    TrainedModel model =
        new TrainedModel(
            floats.graph().convertDataType(DataType.DOUBLE),
            floats.input(),
            floats.labels(),
            floats.provenance());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelBundle.of(model).save(folder.resolve("m.zip")))
        .withMessageContaining("DOUBLE")
        .withMessageContaining("convertDataType");
  }

  @Test
  void save_reportThatIsNoJson_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ModelBundle.of(SmallModels.model(), () -> "NaN").save(folder.resolve("m.zip")))
        .withMessageContaining("report.toJson()");
  }
}
