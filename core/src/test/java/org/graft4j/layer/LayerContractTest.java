package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What every layer, vertex and activation of the package must keep. */
class LayerContractTest {
  private static final String ROWS = "org.graft4j.layer.LayerTable#rows";

  @Test
  void table_everyClassOfThePackage_hasARow() {
    Set<String> all =
        new ClassFileImporter(Set.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS))
            .importPackages("org.graft4j.layer").stream()
                .filter(
                    c ->
                        c.isAssignableTo(Layer.class)
                            || c.isAssignableTo(GraphVertex.class)
                            || c.isAssignableTo(IActivation.class))
                .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

    assertThat(LayerTable.rows().map(row -> row.of().getName())).containsAll(all);
    assertThat(all).isNotEmpty();
  }

  /** Of all inputs and all parameters of the vertex itself, for a weighted sum of its outputs. */
  @ParameterizedTest
  @MethodSource(ROWS)
  void gradient_ofInputsAndParameters_equalsCentralDifferences(Row row) {
    Probe probe = new Probe(row);
    Pair<Gradient, INDArray[]> slopes = probe.slopes();

    for (int i = 0; i < probe.inputs().length; i++) {
      probe.assertSlopes("input " + i, probe.inputs()[i], slopes.getSecond()[i]);
    }
    probe
        .parameters()
        .forEach(
            (key, values) ->
                probe.assertSlopes(key, values, slopes.getFirst().gradientForVariable().get(key)));
  }

  @ParameterizedTest
  @MethodSource(ROWS)
  void outputType_ofPictures_isTheShapeOfTheOutput(Row row) {
    ComputationGraph graph = row.graph(DataType.DOUBLE);
    InputType type =
        graph
            .getConfiguration()
            .clone()
            .getLayerActivationTypes(
                true, true, InputType.convolutional(row.height(), row.width(), row.channels()))
            .get("it");

    INDArray out = graph.feedForward(row.pictures(DataType.DOUBLE, 2), false).get("it");

    assertThat(out.slice(0).shape()).isEqualTo(type.getShape());
  }

  @ParameterizedTest
  @MethodSource(ROWS)
  void float_andDouble_agree(Row row) {
    INDArray exact = row.graph(DataType.DOUBLE).outputSingle(row.pictures(DataType.DOUBLE, 3));
    INDArray single = row.graph(DataType.FLOAT).outputSingle(row.pictures(DataType.FLOAT, 3));

    assertThat(single.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(single.castTo(DataType.DOUBLE).distance2(exact)).isCloseTo(0, within(2e-6));
  }

  @ParameterizedTest
  @MethodSource(ROWS)
  void json_readBack_isEqualAndGivesTheSameOutputs(Row row) {
    ComputationGraph graph = row.graph(DataType.FLOAT);

    var conf = ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
    ComputationGraph again = new ComputationGraph(conf);
    again.init(graph.params(), true);

    INDArray x = row.pictures(DataType.FLOAT, 2);
    assertThat(conf).isEqualTo(graph.getConfiguration());
    assertThat(again.outputSingle(x)).isEqualTo(graph.outputSingle(x));
  }

  @ParameterizedTest
  @MethodSource(ROWS)
  void clone_trainedOn_isEqualAndLeavesTheOriginal(Row row) {
    ComputationGraph graph = row.graph(DataType.FLOAT);
    INDArray before = graph.params().dup();

    ComputationGraph copy = graph.clone();
    assertThat(copy.getConfiguration()).isEqualTo(graph.getConfiguration());
    fit(copy, row);

    assertThat(graph.params()).isEqualTo(before);
    assertThat(copy.params()).isNotEqualTo(before);
  }

  /** Law 3: frozen is frozen. Also what the edits of graphs make of the class. */
  @ParameterizedTest
  @MethodSource(ROWS)
  void withFrozen_trained_keepsEveryBitAndUnfreezes(Row row) {
    ComputationGraph graph = row.graph(DataType.FLOAT);
    Set<String> below = GraphEdits.ancestors(graph.getConfiguration(), "it");

    ComputationGraph frozen = GraphEdits.withFrozen(graph, below::contains);
    fit(frozen, row);

    graph
        .paramTable()
        .forEach(
            (key, values) ->
                assertThat(frozen.getParam(key).equals(values))
                    .as(key)
                    .isEqualTo(!key.startsWith("fc")));
    ComputationGraph thawed = GraphEdits.withFrozen(frozen, v -> false);
    assertThat(thawed.getConfiguration().getVertices())
        .isEqualTo(graph.getConfiguration().getVertices());
  }

  @ParameterizedTest
  @MethodSource(ROWS)
  void truncatedAt_andAbove_composeToTheWhole(Row row) {
    ComputationGraph graph = row.graph(DataType.FLOAT);
    INDArray x = row.pictures(DataType.FLOAT, 2);

    INDArray features = GraphEdits.truncatedAt(graph, "it").outputSingle(x);

    assertThat(GraphEdits.above(graph, "it").outputSingle(features))
        .isEqualTo(graph.outputSingle(x));
  }

  /** A network that has diverged must not look as if it worked. */
  @ParameterizedTest
  @MethodSource(ROWS)
  void nan_inOnePicture_reachesItsOutputAndNoOther(Row row) {
    ComputationGraph graph = row.graph(DataType.FLOAT);
    INDArray x = row.pictures(DataType.FLOAT, 2);
    x.slice(1).assign(Float.NaN);

    INDArray out = graph.feedForward(x, false).get("it");

    assertThat(out.slice(0).isNaN().any()).isFalse();
    boolean zeros = row.of() == PaddedShortcut.class; // beside what it was given
    assertThat(zeros ? out.slice(1).isNaN().any() : out.slice(1).isNaN().all()).isTrue();
  }

  private static void fit(ComputationGraph graph, Row row) {
    for (int i = 0; i < 3; i++) {
      graph.fit(new DataSet(row.pictures(DataType.FLOAT, 4), Row.labels(DataType.FLOAT, 4)));
    }
  }
}
