package org.graft4j.data;

import java.io.IOException;
import java.util.List;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Evaluation pictures in several views: {@code views.count()} rows one after the other for each
 * item, all with its id and label. Each picture is decoded once, ahead of its use and on several
 * threads. Immutable and thread-safe; each iterator is confined to one thread.
 */
public final class ViewedBatches implements BatchSource {
  private final List<ImageItem> items;
  private final LabelMap labels;
  private final PicturePreparation preparation;
  private final TestTimeViews views;
  private final int itemsAtOnce;

  private ViewedBatches(
      List<ImageItem> items,
      LabelMap labels,
      PicturePreparation preparation,
      TestTimeViews views,
      int itemsAtOnce) {
    this.items = items;
    this.labels = labels;
    this.preparation = preparation;
    this.views = views;
    this.itemsAtOnce = itemsAtOnce;
  }

  /**
   * The views of these items, in the order given.
   *
   * @param items at least one, with labels that the map knows
   * @param rows in a batch, as nearly as whole items allow; positive
   */
  public static ViewedBatches of(
      List<ImageItem> items, LabelMap labels, InputSpec spec, TestTimeViews views, int rows) {
    if (rows <= 0) {
      throw new IllegalArgumentException("rows must be positive, but was " + rows);
    }
    int itemsAtOnce = Math.max(1, rows / views.count());
    // Checks what it is given, for these as for plain pictures.
    PictureBatches.evaluation(items, labels, spec, Math.multiplyExact(itemsAtOnce, views.count()));
    return new ViewedBatches(
        List.copyOf(items), labels, PicturePreparation.of(spec), views, itemsAtOnce);
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    return new BatchesAhead(
        new Rows(items, preparation, views, PictureReader.standard()),
        labels,
        preparation.spec(),
        itemsAtOnce * views.count(),
        Runtime.getRuntime().availableProcessors(),
        "graft4j-views");
  }

  @Override
  public int examples() {
    return items.size() * views.count();
  }

  @Override
  public int batches() {
    return (items.size() + itemsAtOnce - 1) / itemsAtOnce;
  }

  private record Rows(
      List<ImageItem> items,
      PicturePreparation preparation,
      TestTimeViews views,
      PictureReader reader)
      implements BatchesAhead.Pictures {

    @Override
    public int size() {
      return items.size() * views.count();
    }

    @Override
    public String id(int index) {
      return items.get(index / views.count()).id();
    }

    @Override
    public int label(int index) {
      return items.get(index / views.count()).label();
    }

    /** An item's views lie in one batch: the first one's turn writes them all. */
    @Override
    public void write(int index, float[] target, int offset) throws IOException {
      if (index % views.count() != 0) {
        return;
      }
      reader.with(
          items.get(index / views.count()).file(),
          picture -> {
            views.write(picture, preparation, target, offset);
            return true;
          });
    }
  }
}
