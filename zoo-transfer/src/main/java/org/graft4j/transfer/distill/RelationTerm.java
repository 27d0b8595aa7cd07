package org.graft4j.transfer.distill;

import java.util.Arrays;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One kind of relation of {@link RelationalDistillation} in a stage. */
final class RelationTerm implements FeatureTerm {

  /** The loss between relations of two sets of points, and its slope by the first. */
  interface Relation {

    /**
     * Computes the loss.
     *
     * @param own {@code [rows, width]}
     * @param wanted {@code [rows, another width]}
     * @param slope {@code [rows, width]}, zeros: is given the derivative
     */
    double compute(double[] own, double[] wanted, int rows, double[] slope);
  }

  private final String name;
  private final String vertex;
  private final double weight;
  private final TeacherRows teacher;
  private final Relation relation;

  RelationTerm(String name, String vertex, double weight, TeacherRows teacher, Relation relation) {
    this.name = name;
    this.vertex = vertex;
    this.weight = weight;
    this.teacher = teacher;
    this.relation = relation;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String part() {
    return "relations";
  }

  @Override
  public String vertex() {
    return vertex;
  }

  @Override
  public double weight(double progress) {
    return weight;
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    int rows = teacher.known(batch);
    if (rows == 0) {
      return 0;
    }
    int width = Math.toIntExact(output.length() / output.size(0));
    double[] slopes = new double[rows * width];
    double[] own = Arrays.copyOf(RowMajor.of(output), slopes.length);
    double value = relation.compute(own, teacher.first(rows, batch), rows, slopes);
    RowMajor.into(slopes, slope);
    return value;
  }

  /** Huber's loss with its bend at 1. */
  static double huber(double difference) {
    double size = Math.abs(difference);
    return size <= 1 ? difference * difference / 2 : size - 0.5;
  }

  static double huberSlope(double difference) {
    return Math.max(-1, Math.min(1, difference));
  }
}
