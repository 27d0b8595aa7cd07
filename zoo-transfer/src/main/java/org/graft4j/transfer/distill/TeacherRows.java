package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft4j.data.ImageItem;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.StageContext;

/** What a vertex of the teacher gives for the training pictures, in the views of the student. */
final class TeacherRows {
  private final StageContext.KeptRows rows;
  private final Set<String> known;

  TeacherRows(StageContext.KeptRows rows, Set<String> known) {
    this.rows = rows;
    this.known = known;
  }

  static TeacherRows of(Teacher teacher, String vertex, StageContext stage) throws IOException {
    List<ImageItem> items = stage.split().train();
    return new TeacherRows(
        stage.rowsOf(teacher.graph(), vertex, teacher.model().input(), items),
        items.stream().map(ImageItem::id).collect(Collectors.toUnmodifiableSet()));
  }

  /** Without the batch. */
  long[] shape() {
    return rows.rowShape();
  }

  boolean knows(String id) {
    return known.contains(id);
  }

  /**
   * How many of a batch the teacher has seen: its first ones, since pictures that another method
   * adds come after the stage's own.
   *
   * @throws IllegalArgumentException if the batch does not say which examples it has
   */
  int known(StepBatch batch) {
    if (batch.ids().isEmpty()) {
      throw new IllegalArgumentException(
          "batches must have the ids of their examples for a teacher to be asked about them, but"
              + " have none");
    }
    int count = 0;
    while (count < batch.ids().size() && knows(batch.ids().get(count))) {
      count++;
    }
    return count;
  }

  /** The rows of the first so many of a batch, row-major. */
  double[] first(int count, StepBatch batch) {
    float[] found = of(batch.ids().subList(0, count), batch.epoch());
    double[] wide = new double[found.length];
    for (int i = 0; i < found.length; i++) {
      wide[i] = found[i];
    }
    return wide;
  }

  float[] of(List<String> ids, int epoch) {
    return rows.rows(ids, epoch);
  }
}
