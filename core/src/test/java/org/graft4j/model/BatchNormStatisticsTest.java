package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class BatchNormStatisticsTest {
  private static final int PICTURES = 12;
  private static final INDArray X = SmallGraphs.pictures(DataType.DOUBLE, PICTURES);

  /** These pictures in batches of these sizes. */
  private record Batches(INDArray pictures, List<Integer> sizes) implements BatchSource {
    @Override
    public DataSetIterator epoch(int epoch) {
      List<DataSet> all = new ArrayList<>();
      int from = 0;
      for (int size : sizes) {
        INDArray some = Nd4j.create(pictures.dataType(), size, 2, 6, 5);
        for (int i = 0; i < size; i++) {
          some.slice(i).assign(pictures.slice(from + i));
        }
        from += size;
        all.add(new DataSet(some, SmallGraphs.labels(pictures.dataType(), size)));
      }
      return new ExistingDataSetIterator(all);
    }

    @Override
    public int examples() {
      return sizes.stream().mapToInt(i -> i).sum();
    }

    @Override
    public int batches() {
      return sizes.size();
    }
  }

  private static Batches batches(Integer... sizes) {
    return new Batches(X, List.of(sizes));
  }

  private static Map<String, INDArray> copy(ComputationGraph graph) {
    Map<String, INDArray> copy = new LinkedHashMap<>();
    graph.paramTable().forEach((name, values) -> copy.put(name, values.dup()));
    return copy;
  }

  private static boolean statistic(String name) {
    return name.endsWith("_mean") || name.endsWith("_var") || name.endsWith("_log10stdev");
  }

  /** What the statistics are for: in inference each channel then has the norm's own moments. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void estimate_oneBatchOfAll_normalisesEveryNormExactly(boolean logStd) {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, logStd);

    assertThat(BatchNormStatistics.estimate(graph, batches(PICTURES))).isEqualTo(3);

    for (String norm : List.of("bn1", "bn2", "bn3")) {
      ChannelMoments moments = at(graph, norm, X);
      ChannelMoments before = at(graph, input(norm), X);
      for (int c = 0; c < moments.channels(); c++) {
        double gamma = graph.getParam(norm + "_gamma").getDouble(c);
        double share = before.variance(c) / (before.variance(c) + 1e-5);
        assertThat(moments.mean(c))
            .as(norm)
            .isCloseTo(graph.getParam(norm + "_beta").getDouble(c), within(1e-9));
        assertThat(moments.variance(c)).as(norm).isCloseTo(gamma * gamma * share, within(1e-7));
      }
    }
  }

  /** Not by {@code feedForward}, whose activations write over what came before. */
  private static ChannelMoments at(ComputationGraph graph, String vertex, INDArray pictures) {
    // DL4J's own batch norm cannot be a network's output.
    ComputationGraph ours = GraphEdits.withFixedStatistics(graph, v -> true);
    return ChannelMoments.of(GraphEdits.truncatedAt(ours, vertex).outputSingle(pictures), 1);
  }

  private static String input(String norm) {
    return Map.of("bn1", "conv1", "bn2", "conv2", "bn3", "dense").get(norm);
  }

  @Test
  void estimate_lowestNorm_isTheSameForAnyBatches() {
    ComputationGraph whole = SmallGraphs.residual(DataType.DOUBLE, false);
    ComputationGraph parts = SmallGraphs.residual(DataType.DOUBLE, false);

    BatchNormStatistics.estimate(whole, batches(PICTURES));
    BatchNormStatistics.estimate(parts, batches(5, 5, 2));

    for (String name : List.of("bn1_mean", "bn1_var")) {
      double apart = whole.getParam(name).distance2(parts.getParam(name));
      assertThat(apart).as(name).isLessThan(1e-12);
    }
    assertThat(whole.getParam("bn2_mean")).isNotEqualTo(parts.getParam("bn2_mean"));
  }

  @Test
  void estimate_nothingButStatistics_changes() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    Map<String, INDArray> before = copy(graph);
    String json = graph.getConfiguration().toJson();
    RngState generator = RngState.capture();

    BatchNormStatistics.estimate(graph, batches(6, 6));

    before.forEach(
        (name, values) ->
            assertThat(graph.getParam(name).equals(values)).as(name).isEqualTo(!statistic(name)));
    assertThat(graph.getConfiguration().toJson()).isEqualTo(json);
    assertThat(RngState.capture()).isEqualTo(generator);
  }

  @Test
  void estimate_frozenNorms_keepEveryBitAndNormaliseByIt() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    var low = GraphEdits.ancestors(graph.getConfiguration(), "relu1");
    ComputationGraph frozen = GraphEdits.withFrozen(graph, low::contains);

    assertThat(BatchNormStatistics.estimate(frozen, batches(PICTURES))).isEqualTo(2);

    for (String name : List.of("bn1_mean", "bn1_var", "bn1_gamma", "conv1_W")) {
      assertThat(frozen.getParam(name)).as(name).isEqualTo(graph.getParam(name));
    }
    ChannelMoments below = at(graph, "conv2", X);
    assertThat(frozen.getParam("bn2_mean").getDouble(1)).isCloseTo(below.mean(1), within(1e-12));
  }

  @Test
  void estimate_fixedStatistics_areEstimatedToo() {
    ComputationGraph stock = SmallGraphs.residual(DataType.DOUBLE, false);
    ComputationGraph fixed = GraphEdits.withFixedStatistics(stock, v -> true);

    BatchNormStatistics.estimate(stock, batches(6, 6));
    BatchNormStatistics.estimate(fixed, batches(6, 6));

    assertThat(fixed.params()).isEqualTo(stock.params());
  }

  @Test
  void estimate_float_isThatOfWhatTheLayerIsGiven() {
    ComputationGraph single = SmallGraphs.residual(DataType.FLOAT, false);

    BatchNormStatistics.estimate(single, new Batches(X.castTo(DataType.FLOAT), List.of(6, 6)));

    // The graphs draw weights of their own type.
    ChannelMoments conv1 = at(single, "conv1", X.castTo(DataType.FLOAT));
    for (int c = 0; c < conv1.channels(); c++) {
      assertThat(single.getParam("bn1_mean").getDouble(c)).isCloseTo(conv1.mean(c), within(1e-6));
      assertThat(single.getParam("bn1_var").getDouble(c))
          .isCloseTo(conv1.variance(c), within(1e-6));
    }
  }

  @Test
  void estimate_noPictures_isRefusedAndChangesNothing() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    Map<String, INDArray> before = copy(graph);

    assertThatThrownBy(() -> BatchNormStatistics.estimate(graph, batches()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batches must not be empty");
    assertThat(copy(graph)).isEqualTo(before);
  }

  @Test
  void estimate_pictureThatIsNoNumber_isRefusedByTheNormAndChangesNothing() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    Map<String, INDArray> before = copy(graph);
    INDArray bad = X.dup();
    bad.putScalar(7, Double.NaN);

    assertThatThrownBy(
            () -> BatchNormStatistics.estimate(graph, new Batches(bad, List.of(PICTURES))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the mean of batch norm 'bn1' must be a finite number, but was NaN");
    assertThat(copy(graph)).isEqualTo(before);
  }

  @Test
  void estimate_withoutNormsToEstimate_readsNoBatch() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    ComputationGraph frozen =
        GraphEdits.withFrozen(
            graph, GraphEdits.ancestors(graph.getConfiguration(), "fc")::contains);

    assertThat(BatchNormStatistics.estimate(frozen, batches())).isZero();
  }

  @Test
  void moments_channelsLast_areThoseOfChannelsFirst() {
    INDArray last = X.permute(0, 2, 3, 1);

    for (int c = 0; c < 2; c++) {
      assertThat(ChannelMoments.of(last, 3).variance(c))
          .isCloseTo(ChannelMoments.of(X, 1).variance(c), within(1e-14));
      double sum = 0;
      for (int i = 0; i < PICTURES * 6 * 5; i++) {
        sum += X.getDouble(i / 30, c, i % 30 / 5, i % 5);
      }
      assertThat(ChannelMoments.of(X, 1).mean(c)).isCloseTo(sum / (PICTURES * 30), within(1e-14));
    }
  }
}
