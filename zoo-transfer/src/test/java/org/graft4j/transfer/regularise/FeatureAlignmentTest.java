package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Distance of feature maps to those of the pretrained network. */
class FeatureAlignmentTest {
  private final TinyStage stage = TinyStage.all();
  private final StepBatch pictures = batchOf(TinyStage.numbers(8, 2, 3, 6, 6));

  private static StepBatch batchOf(INDArray features) {
    return TinyStage.batch(features, Nd4j.ones(DataType.DOUBLE, features.size(0), 2));
  }

  private static INDArray zeros(INDArray like) {
    return Nd4j.zeros(like.dataType(), like.shape());
  }

  private INDArray pretrained(String vertex, INDArray batch) {
    ComputationGraph part = GraphEdits.truncatedAt(stage.backbone().graph(), vertex);
    return part.outputSingle(false, batch).dup('c');
  }

  private static void close(List<FeatureTerm> terms) {
    terms.forEach(term -> ((AlignmentTerm) term).close());
  }

  @Test
  void prepare_noVertices_takesTheEndsOfTheGroups() {
    List<FeatureTerm> terms = new FeatureAlignment(2).prepare(stage).terms();

    assertThat(terms).extracting(FeatureTerm::vertex).containsExactly("relu1", "pool");
    assertThat(terms).extracting(FeatureTerm::name).containsExactly("delta-relu1", "delta-pool");
    assertThat(terms).extracting(FeatureTerm::part).containsOnly("delta");
    assertThat(terms).extracting(term -> term.weight(0.3)).containsExactly(2.0, 2.0);
    close(terms);
  }

  @Test
  void prepare_chosenVertices_comeFromTheInputUpwards() {
    List<FeatureTerm> terms =
        new FeatureAlignment(1, List.of("pool", "conv1")).prepare(stage).terms();

    assertThat(terms).extracting(FeatureTerm::vertex).containsExactly("conv1", "pool");
    close(terms);
  }

  /** All of them in one chain, and each on its own, is the same network. */
  @ParameterizedTest
  @CsvSource({"conv1", "relu1", "conv2", "pool"})
  void compute_anotherMap_isHalfItsMeanSquaredDistance(String vertex) {
    List<FeatureTerm> terms =
        new FeatureAlignment(1, List.of("conv1", "relu1", "conv2", "pool")).prepare(stage).terms();
    FeatureTerm term =
        terms.stream().filter(t -> t.vertex().equals(vertex)).findFirst().orElseThrow();
    INDArray there = pretrained(vertex, pictures.features());
    INDArray output = there.add(0.5);
    INDArray slope = zeros(output);

    assertThat(term.compute(output, pictures, slope)).isCloseTo(0.125, within(1e-12));
    assertThat(slope.equalsWithEps(zeros(output).addi(0.5 / output.length()), 1e-12)).isTrue();
    close(terms);
  }

  @ParameterizedTest
  @CsvSource({"relu1", "pool"})
  void compute_anyMap_slopeIsThatOfTheValue(String vertex) {
    List<FeatureTerm> terms = new FeatureAlignment(1, List.of(vertex)).prepare(stage).terms();
    INDArray output = TinyStage.numbers(9, pretrained(vertex, pictures.features()).shape());
    INDArray slope = zeros(output);

    terms.get(0).compute(output, pictures, slope);

    INDArray ignored = zeros(output);
    CentralDifferences.check(output, slope, () -> terms.get(0).compute(output, pictures, ignored));
    close(terms);
  }

  /** Those without a label come from another set. */
  @ParameterizedTest
  @CsvSource({"relu1", "pool"})
  void compute_companionsAfterTheOwnExamples_areLeftOut(String vertex) {
    List<FeatureTerm> terms = new FeatureAlignment(1, List.of(vertex)).prepare(stage).terms();
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 2).putScalar(0, 1, 1);
    StepBatch batch = TinyStage.batch(pictures.features(), labels);
    INDArray output = pretrained(vertex, pictures.features()).add(0.5);
    INDArray slope = zeros(output);

    assertThat(terms.get(0).compute(output, batch, slope)).isCloseTo(0.125, within(1e-12));

    assertThat(slope.slice(0).minNumber().doubleValue())
        .isCloseTo(1.0 / output.length(), within(1e-12));
    assertThat(slope.slice(1).norm2Number().doubleValue()).isZero();
    close(terms);
  }

  /** Another batch must not be compared with the maps of the one before. */
  @Test
  void compute_nextBatch_runsThePretrainedNetworkAgain() {
    List<FeatureTerm> terms = new FeatureAlignment(1).prepare(stage).terms();
    for (long seed = 20; seed < 23; seed++) {
      StepBatch batch = batchOf(TinyStage.numbers(seed, seed - 19, 3, 6, 6));
      for (FeatureTerm term : terms) {
        INDArray there = pretrained(term.vertex(), batch.features());
        assertThat(term.compute(there, batch, zeros(there))).isCloseTo(0, within(1e-25));
      }
    }
    close(terms);
  }

  /** The batch holds rows of the frontier, and what is frozen is not compared. */
  @Test
  void compute_aboveAFrontier_runsTheUpperPartOnItsRows() {
    List<FeatureTerm> terms = new FeatureAlignment(1).prepare(TinyStage.aboveLow()).terms();
    INDArray pool = pretrained("pool", pictures.features());
    StepBatch rows = batchOf(pretrained("relu1", pictures.features()));

    assertThat(terms).extracting(FeatureTerm::vertex).containsExactly("pool");
    assertThat(terms.get(0).compute(pool, rows, zeros(pool))).isCloseTo(0, within(1e-25));
    close(terms);
  }

  /** Training changes the network, never the reference. */
  @Test
  void compute_pretrainedWeightsChanged_staysWithTheCopy() {
    List<FeatureTerm> terms = new FeatureAlignment(1, List.of("pool")).prepare(stage).terms();
    INDArray before = pretrained("pool", pictures.features());
    stage.backbone().graph().getParam("conv1_W").muli(2);

    assertThat(terms.get(0).compute(before, pictures, zeros(before))).isCloseTo(0, within(1e-25));
    close(terms);
  }

  @Test
  void prepare_nothingThatTrains_addsNothing() {
    assertThat(new FeatureAlignment(1).prepare(TinyStage.headOnly()).terms()).isEmpty();
    assertThat(new FeatureAlignment(1, List.of("relu1")).prepare(TinyStage.aboveLow()).terms())
        .isEmpty();
  }

  @Test
  void prepare_unknownVertex_isRefusedWithTheNearest() {
    FeatureAlignment method = new FeatureAlignment(1, List.of("relu3"));

    assertThatThrownBy(() -> method.prepare(stage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown vertex below the features 'relu3'; did you mean 'relu1'? Known: relu1, pool");
  }

  /** The source head is not in the network that trains. */
  @Test
  void prepare_vertexOfTheSourceHead_isRefused() {
    FeatureAlignment method = new FeatureAlignment(1, List.of("fc"));

    assertThatThrownBy(() -> method.prepare(stage)).hasMessageContaining("'fc'");
  }

  @Test
  void new_wrongValues_areRefusedByName() {
    assertThatThrownBy(() -> new FeatureAlignment(Double.NaN))
        .hasMessage("weight must be finite and not negative, but was NaN");
    assertThatThrownBy(() -> new FeatureAlignment(1, List.of("pool", "pool")))
        .hasMessage("vertices must differ, but 'pool' came twice");
    assertThat(new FeatureAlignment(0).changesNothing()).isTrue();
  }
}
