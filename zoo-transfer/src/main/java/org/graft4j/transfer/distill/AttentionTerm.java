package org.graft4j.transfer.distill;

import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pair of {@link AttentionTransfer} in a stage. */
final class AttentionTerm implements FeatureTerm {
  private final String name;
  private final String vertex;
  private final double weight;
  private final TeacherRows teacher;
  private final MapShape student;
  private final MapShape taught;
  private final MapPooling ofStudent;
  private final MapPooling ofTeacher;

  AttentionTerm(
      String name,
      String vertex,
      double weight,
      TeacherRows teacher,
      MapShape student,
      MapShape taught) {
    this.name = name;
    this.vertex = vertex;
    this.weight = weight;
    this.teacher = teacher;
    this.student = student;
    this.taught = taught;
    this.ofStudent = MapPooling.of(student, taught);
    this.ofTeacher = MapPooling.of(taught, student);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String part() {
    return "attention";
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
    double[] maps = RowMajor.of(output);
    double[] own = ofStudent.pooled(energy(maps, rows, student), rows);
    double[] norms = normalise(own, rows);
    double[] wanted = ofTeacher.pooled(energy(teacher.first(rows, batch), rows, taught), rows);
    normalise(wanted, rows);

    int area = ofStudent.newArea();
    double value = 0;
    double[] slopes = new double[own.length];
    for (int row = 0; row < rows; row++) {
      double along = 0;
      for (int i = row * area; i < (row + 1) * area; i++) {
        double difference = own[i] - wanted[i];
        value += difference * difference;
        slopes[i] = 2 * difference / (rows * area);
        along += slopes[i] * own[i];
      }
      // Where the map is all zeros it has no direction, and none is asked for.
      double scale = norms[row] == 0 ? 0 : 1 / norms[row];
      for (int i = row * area; i < (row + 1) * area; i++) {
        slopes[i] = (slopes[i] - along * own[i]) * scale;
      }
    }
    RowMajor.into(ofMaps(maps, ofStudent.spread(slopes, rows), rows), slope);
    return value / (rows * area);
  }

  /** The sum over the channels of the squares, {@code [rows, area]}. */
  private static double[] energy(double[] maps, int rows, MapShape shape) {
    int area = shape.area();
    double[] energy = new double[rows * area];
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        int from = (row * shape.channels() + channel) * area;
        for (int i = 0; i < area; i++) {
          energy[row * area + i] += maps[from + i] * maps[from + i];
        }
      }
    }
    return energy;
  }

  /** Divides each row by its norm, unless that is 0, and gives the norms. */
  private static double[] normalise(double[] maps, int rows) {
    int area = maps.length / rows;
    double[] norms = new double[rows];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * area; i < (row + 1) * area; i++) {
        squares += maps[i] * maps[i];
      }
      norms[row] = Math.sqrt(squares);
      for (int i = row * area; norms[row] > 0 && i < (row + 1) * area; i++) {
        maps[i] /= norms[row];
      }
    }
    return norms;
  }

  private double[] ofMaps(double[] maps, double[] ofEnergy, int rows) {
    int area = student.area();
    double[] slopes = new double[rows * student.size()];
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < student.channels(); channel++) {
        int from = (row * student.channels() + channel) * area;
        for (int i = 0; i < area; i++) {
          slopes[from + i] = 2 * maps[from + i] * ofEnergy[row * area + i];
        }
      }
    }
    return slopes;
  }
}
