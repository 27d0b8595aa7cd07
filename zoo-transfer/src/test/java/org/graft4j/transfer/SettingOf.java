package org.graft4j.transfer;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/** A stage that trains everything, for methods that are asked without a run. */
record SettingOf(Backbone backbone, DatasetSplit split, DataType type) implements StageContext {

  SettingOf(Backbone backbone, DatasetSplit split) {
    this(backbone, split, DataType.FLOAT);
  }

  @Override
  public Stage stage() {
    return new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e-3));
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public ComputationGraph network() {
    ComputationGraph graph = backbone.graph();
    return type == DataType.FLOAT ? graph : graph.convertDataType(type);
  }

  @Override
  public Optional<String> frontier() {
    return Optional.empty();
  }

  @Override
  public boolean trains(String vertex) {
    return true;
  }

  @Override
  public Loss loss() {
    return CrossEntropy.plain();
  }

  @Override
  public Seed seed() {
    return Seed.of(3);
  }

  @Override
  public KeptRows rowsOf(
      ComputationGraph network, String vertex, InputSpec input, List<ImageItem> items) {
    throw new UnsupportedOperationException("no rows are kept here");
  }
}
