package org.graft4j.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.features.Precision;
import org.graft4j.featurise.internal.FeatureReader;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.graft4j.featurise.internal.MissingRows;
import org.graft4j.featurise.internal.RunCaches;
import org.graft4j.featurise.internal.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network gives at a vertex for the pictures of a stage, in the stage's views: run once, and
 * kept where features are. Confined to one thread.
 */
final class StageRows implements StageContext.KeptRows, AutoCloseable {
  private final FrozenPart part;
  private final List<Features> views;
  private final long[] shape;
  private final Map<String, Integer> places = new HashMap<>();

  private StageRows(FrozenPart part, List<Features> views, long[] shape) {
    this.part = part;
    this.views = views;
    this.shape = shape;
    List<ImageItem> items = views.get(0).items();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).id(), i);
    }
  }

  /**
   * Runs the network over the pictures, as far as their rows are not there and there is room.
   *
   * @throws org.graft4j.train.TrainingInterruptedException if the run is asked to stop
   */
  static StageRows of(
      ComputationGraph network,
      String vertex,
      InputSpec input,
      List<ImageItem> items,
      Views views,
      RunCaches caches,
      FineTuneSettings settings)
      throws IOException {
    // Half precision makes the unlikely classes impossible, of which soft targets tell.
    boolean answers = network.getConfiguration().getNetworkOutputs().contains(vertex);
    Precision precision = answers ? Precision.FLOAT32 : settings.precision();
    FrozenPart part =
        FrozenPart.of(network, vertex, views, precision, input, labelsOf(items), caches);
    try {
      List<Features> all = new ArrayList<>();
      for (int view = 0; view < views.count(); view++) {
        all.add(part.features(items, view));
      }
      MissingRows.compute(part, all, settings.listener(), settings.stop());
      long[] shape = part.rowShape().stream().mapToLong(Long::longValue).toArray();
      return new StageRows(part, all, shape);
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  /** As many classes as the items name: what a network gives for a picture depends on none. */
  static LabelMap labelsOf(List<ImageItem> items) {
    int classes = items.stream().mapToInt(ImageItem::label).max().orElse(0) + 1;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      names.add("class " + i);
    }
    return LabelMap.of(names);
  }

  @Override
  public long[] rowShape() {
    return shape.clone();
  }

  @Override
  public float[] rows(List<String> ids, int epoch) {
    Features view = views.get(epoch % views.size());
    int[] wanted = ids.stream().mapToInt(this::place).toArray();
    try (FeatureReader reader = new FeatureReader(part, view.at(wanted));
        INDArray rows = reader.rows(0, wanted.length)) {
      return rows.dup('c').data().asFloat();
    }
  }

  private int place(String id) {
    Integer place = places.get(id);
    if (place == null) {
      throw new IllegalArgumentException(
          "ids must be of the pictures that the rows were asked for, but one was '" + id + "'");
    }
    return place;
  }

  @Override
  public void close() {
    part.close();
  }
}
