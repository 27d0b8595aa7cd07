package org.graft4j.transfer.distill;

import java.util.List;
import java.util.Locale;
import org.graft4j.transfer.StageAdditions;

/**
 * The teacher's probabilities at a temperature, in the order of the student's classes: {@code
 * softmax(log p / T)}. The logits themselves are known only up to a constant, which softmax does
 * not see.
 *
 * <p>p is taken to be at least {@value #LEAST}, the smallest normal float: where the network's
 * float32 softmax gives 0, the logit counts as 87 below the others, and nothing that float32 tells
 * apart is cut off.
 */
final class TeacherAnswers implements StageAdditions.TargetColumns {
  static final double LEAST = 0x1.0p-126;

  /** Rows that were stored in half precision add up to 1 within this for a thousand classes. */
  private static final double TOLERANCE = 0.01;

  private final TeacherRows rows;
  private final int[] places;
  private final double temperature;

  /**
   * Answers in another order.
   *
   * @param places of the student's classes among the teacher's
   */
  TeacherAnswers(TeacherRows rows, int[] places, double temperature) {
    this.rows = rows;
    this.places = places.clone();
    this.temperature = temperature;
  }

  @Override
  public int width() {
    return places.length;
  }

  /** Zeros for a picture that the teacher was not shown, as another method may add some. */
  @Override
  public float[] columns(List<String> ids, int epoch) {
    List<String> known = ids.stream().filter(rows::knows).toList();
    float[] answers = known.isEmpty() ? new float[0] : rows.of(known, epoch);
    float[] columns = new float[ids.size() * width()];
    int next = 0;
    for (int i = 0; i < ids.size(); i++) {
      if (rows.knows(ids.get(i))) {
        requireProbabilities(answers, next * width(), ids.get(i));
        put(answers, next * width(), columns, i * width());
        next++;
      }
    }
    return columns;
  }

  private void put(float[] answers, int from, float[] columns, int to) {
    double[] softened = softened(answers, from);
    for (int c = 0; c < softened.length; c++) {
      columns[to + c] = (float) softened[c];
    }
  }

  private double[] softened(float[] answers, int from) {
    double[] softened = new double[width()];
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < width(); c++) {
      softened[c] = Math.log(Math.max(LEAST, answers[from + places[c]])) / temperature;
      largest = Math.max(largest, softened[c]);
    }
    double sum = 0;
    for (int c = 0; c < width(); c++) {
      softened[c] = Math.exp(softened[c] - largest);
      sum += softened[c];
    }
    for (int c = 0; c < width(); c++) {
      softened[c] /= sum;
    }
    return softened;
  }

  private void requireProbabilities(float[] answers, int from, String id) {
    double sum = 0;
    boolean negative = false;
    for (int c = 0; c < width(); c++) {
      sum += answers[from + c];
      negative |= answers[from + c] < 0;
    }
    if (negative || !(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the teacher must give probabilities, but for '%s' they %s: its output must be a"
                  + " softmax over the classes",
              id,
              negative ? "include a negative number" : "add up to " + (float) sum));
    }
  }
}
