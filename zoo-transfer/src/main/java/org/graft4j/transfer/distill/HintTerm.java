package org.graft4j.transfer.distill;

import java.util.Map;
import org.graft4j.data.Seed;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link FeatureHint} in a stage. */
final class HintTerm implements FeatureTerm, AutoCloseable {
  private static final String PROJECTION = "projection";

  private final String name;
  private final FeatureHint hint;
  private final TeacherRows teacher;
  private final MapShape student;
  private final MapPooling ofStudent;
  private final MapShape taught;
  private final MapPooling ofTeacher;

  /** {@code [teacher's channels, student's channels]}. */
  private final INDArray projection;

  private final INDArray projectionSlope;

  HintTerm(
      String name,
      FeatureHint hint,
      TeacherRows teacher,
      MapShape student,
      DataType type,
      Seed seed) {
    this.name = name;
    this.hint = hint;
    this.teacher = teacher;
    this.student = student;
    this.taught = MapShape.of(teacher.shape(), "teacher's vertex '" + hint.teacherVertex() + "'");
    this.ofStudent = MapPooling.of(student, taught);
    this.ofTeacher = MapPooling.of(taught, student);
    this.projection = Nd4j.zeros(type, taught.channels(), student.channels());
    this.projectionSlope = Nd4j.zeros(type, taught.channels(), student.channels());
    RowMajor.into(initial(seed), projection);
  }

  /** What is projected has about the variance of what it is made of. */
  private double[] initial(Seed seed) {
    var random = seed.stream(name);
    double[] values = new double[taught.channels() * student.channels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian() / Math.sqrt(student.channels());
    }
    return values;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String part() {
    return "hint";
  }

  @Override
  public String vertex() {
    return hint.studentVertex();
  }

  @Override
  public double weight(double progress) {
    return hint.weight();
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    int rows = teacher.known(batch);
    int area = ofStudent.newArea();
    int places = rows * area;
    if (rows == 0) {
      projectionSlope.assign(0);
      return 0;
    }
    double[] own = ofStudent.pooled(RowMajor.of(output), rows * student.channels());
    double[] wanted = ofTeacher.pooled(teacher.first(rows, batch), rows * taught.channels());
    try (INDArray x =
            RowMajor.matrix(
                turned(own, rows, student.channels(), area), student.channels(), places);
        INDArray w =
            RowMajor.matrix(RowMajor.of(projection), taught.channels(), student.channels());
        INDArray projected = w.mmul(x)) {
      double[] difference = RowMajor.of(projected);
      double value = differences(difference, turned(wanted, rows, taught.channels(), area));
      try (INDArray above = RowMajor.matrix(difference, taught.channels(), places);
          INDArray ofWeights = above.mmul(x.transpose());
          INDArray ofStudentMaps = w.transpose().mmul(above)) {
        RowMajor.into(RowMajor.of(ofWeights), projectionSlope);
        double[] slopes = turned(RowMajor.of(ofStudentMaps), student.channels(), rows, area);
        RowMajor.into(ofStudent.spread(slopes, rows * student.channels()), slope);
      }
      return value;
    }
  }

  /** The mean square; what was given becomes the slope by it. */
  private static double differences(double[] given, double[] wanted) {
    double sum = 0;
    for (int i = 0; i < given.length; i++) {
      double difference = given[i] - wanted[i];
      sum += difference * difference;
      given[i] = 2 * difference / given.length;
    }
    return sum / given.length;
  }

  /** {@code [first, second, area]} to {@code [second, first, area]}, of the first numbers. */
  private static double[] turned(double[] maps, int first, int second, int area) {
    double[] turned = new double[first * second * area];
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        System.arraycopy(maps, (i * second + j) * area, turned, (j * first + i) * area, area);
      }
    }
    return turned;
  }

  @Override
  public Map<String, INDArray> parameters() {
    return Map.of(PROJECTION, projection);
  }

  @Override
  public Map<String, INDArray> slopes() {
    return Map.of(PROJECTION, projectionSlope);
  }

  @Override
  public void close() {
    projection.close();
    projectionSlope.close();
  }
}
