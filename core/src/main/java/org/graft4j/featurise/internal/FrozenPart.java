package org.graft4j.featurise.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.engine.Trunk;
import org.graft4j.features.FeatureRows;
import org.graft4j.features.FeatureSpace;
import org.graft4j.features.Precision;
import org.graft4j.features.RowKey;
import org.graft4j.runtime.Arithmetic;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The trunk of a stage, the rows that it gives at the frontier, and where they are kept.
 *
 * <p>It runs on batches of one size, the last one filled up with zeros, so that a row depends
 * neither on the batches that a stage trains in nor on which rows were there already. Confined to
 * one thread.
 */
public final class FrozenPart implements AutoCloseable {

  /** Pictures that the trunk runs on at once: enough for its speed, few enough for its memory. */
  public static final int BATCH = 16;

  private final ComputationGraph network;
  private final String frontier;
  private final Views views;
  private final Precision precision;
  private final InputSpec input;
  private final LabelMap labels;
  private final ItemDigests digests;
  private final RunCaches caches;
  private FeatureRows plain;
  private @Nullable FeatureRows drawn;

  /** Made for the first row that is not there: a run that finds all of them needs none. */
  private @Nullable Trunk trunk;

  private FrozenPart(
      ComputationGraph network,
      String frontier,
      Views views,
      Precision precision,
      InputSpec input,
      LabelMap labels,
      RunCaches caches,
      FeatureRows plain,
      @Nullable FeatureRows drawn) {
    this.network = network;
    this.frontier = frontier;
    this.views = views;
    this.precision = precision;
    this.input = input;
    this.labels = labels;
    this.caches = caches;
    this.digests = caches.digests();
    this.plain = plain;
    this.drawn = drawn;
  }

  /**
   * The part of a network up to a frontier.
   *
   * @param network not to be changed as long as this is open
   * @param views of each picture
   * @param precision of the rows that are kept
   * @param labels of the items
   * @param caches where rows are kept
   */
  public static FrozenPart of(
      ComputationGraph network,
      String frontier,
      Views views,
      Precision precision,
      InputSpec input,
      LabelMap labels,
      RunCaches caches)
      throws IOException {
    FeatureSpace space =
        new FeatureSpace(
            Trunk.digest(network, frontier),
            frontier,
            input,
            FeatureSpace.PLAIN,
            rowShape(network, frontier, input),
            precision,
            Arithmetic.of().text() + ", batches of " + BATCH);
    FeatureRows plain = caches.known(space);
    try {
      FeatureRows drawn = views.count() > 1 ? drawn(space, views, caches) : null;
      return new FrozenPart(
          network, frontier, views, precision, input, labels, caches, plain, drawn);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Views that cannot be known again are of use in this run only. */
  private static FeatureRows drawn(FeatureSpace space, Views views, RunCaches caches)
      throws IOException {
    boolean unnamed = views.augmentation().unnamed();
    return unnamed
        ? caches.own(space.withDraw("of this run"))
        : caches.known(space.withDraw(FeatureSpace.drawn(views.augmentation(), views.drawSeed())));
  }

  private static List<Long> rowShape(ComputationGraph network, String frontier, InputSpec input) {
    ComputationGraphConfiguration conf = network.getConfiguration().clone();
    InputType type =
        conf.getLayerActivationTypes(
                InputType.convolutional(input.height(), input.width(), input.depth()))
            .get(frontier);
    return Arrays.stream(type.getShape(false)).boxed().toList();
  }

  /** The rows of these items in one view, be they there or not. */
  public Features features(List<ImageItem> items, int view) throws IOException {
    List<RowKey> keys = new ArrayList<>(items.size());
    for (ImageItem item : items) {
      keys.add(RowKey.of(digests.of(item), view, item.id()));
    }
    return new Features(items, view, keys);
  }

  /** Where the rows of a view are kept. */
  public FeatureRows rows(int view) {
    if (view == 0 || drawn == null) {
      return plain;
    }
    return drawn;
  }

  /**
   * The cache that was given has no room for the rows of a view: from here on they are kept for
   * this run alone.
   *
   * @return false if they are so already
   */
  boolean keepForThisRun(int view) throws IOException {
    FeatureRows full = rows(view);
    if (caches.isOwn(full)) {
      return false;
    }
    FeatureRows own = caches.own(full.space());
    full.close();
    if (full.equals(plain)) {
      plain = own;
    } else {
      drawn = own;
    }
    return true;
  }

  /** Shape of a row, without the batch. */
  public List<Long> rowShape() {
    return plain.space().rowShape();
  }

  /** The classes of the items. */
  public LabelMap labels() {
    return labels;
  }

  /** Pictures of a view in the order given, decoded ahead. */
  PictureBatches pictures(List<ImageItem> items, int view) {
    return view == 0
        ? PictureBatches.evaluation(items, labels, input, BATCH)
        : PictureBatches.training(
                items, labels, input, BATCH, views.augmentation(), views.drawSeed())
            .inGivenOrder();
  }

  /**
   * Runs the trunk.
   *
   * @param pictures {@code [n, depth, height, width]} with n up to {@link #BATCH}
   * @param items whose they are, for messages
   * @return {@code [n, ...row shape]}, as a cache would give them
   * @throws IOException if a file is no longer what its key was made of
   */
  INDArray run(INDArray pictures, List<ImageItem> items) throws IOException {
    for (ImageItem item : items) {
      if (!digests.current(item)) {
        throw new IOException("picture " + item.id() + " changed while the run was reading it");
      }
    }
    INDArray rows = rows(pictures, items.size());
    INDArray rounded = plain.rounded(rows);
    if (rounded != rows) {
      rows.close();
    }
    try {
      requireFinite(rounded, items);
    } catch (IllegalStateException e) {
      rounded.close();
      throw e;
    }
    return rounded;
  }

  /** Runs a whole batch, the last pictures of which may be zeros, and gives the first n rows. */
  private INDArray rows(INDArray pictures, int n) {
    if (n == BATCH) {
      return floats(trunk().output(pictures));
    }
    // Each is closed here: memory outside the heap must not wait for the garbage collector.
    try (INDArray batch =
        Nd4j.zeros(DataType.FLOAT, BATCH, input.depth(), input.height(), input.width())) {
      batch.get(NDArrayIndex.interval(0, n)).assign(pictures);
      try (INDArray output = floats(trunk().output(batch))) {
        return output.get(NDArrayIndex.interval(0, n)).dup('c');
      }
    }
  }

  /** The same as FLOAT, in place of what it was. */
  private static INDArray floats(INDArray output) {
    if (output.dataType() == DataType.FLOAT) {
      return output;
    }
    try (output) {
      return output.castTo(DataType.FLOAT);
    }
  }

  private Trunk trunk() {
    Trunk made = trunk;
    if (made == null) {
      made = Trunk.upTo(network, frontier);
      trunk = made;
    }
    return made;
  }

  private void requireFinite(INDArray rows, List<ImageItem> items) {
    float[] values;
    try (INDArray packed = rows.dup('c')) {
      values = packed.data().asFloat();
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        String id = items.get(i / (values.length / items.size())).id();
        throw new IllegalStateException(
            "the backbone's features of '"
                + id
                + "' hold "
                + values[i]
                + (precision.bytes() == Float.BYTES
                    ? ": are the weights right?"
                    : ": too large for float16? Keep features as float32"));
      }
    }
  }

  @Override
  public void close() {
    plain.close();
    if (drawn != null) {
      drawn.close();
    }
    if (trunk != null) {
      trunk.close();
    }
  }
}
