package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.List;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.internal.Factor;

/**
 * A vertex of the student is to tell what one of the teacher gives (FitNets: Romero et al. 2015,
 * arXiv:1412.6550): the mean square of {@code projection(student) - teacher} over all numbers.
 *
 * <p>The projection is a 1x1 convolution without bias, or a matrix between rows, that is learned at
 * the head's rate, goes on from one stage to the next, and is thrown away with the run; the first
 * stage draws it by its seed. Maps of two sizes are compared at the smaller one, to which the
 * larger is average pooled, so that no number of either is left out.
 *
 * @param studentVertex of the backbone: gives a row or a map
 * @param teacherVertex of the teacher: gives a row or a map
 * @param weight the factor on it, not negative; at 0 it is left out
 */
public record FeatureHint(String studentVertex, String teacherVertex, double weight)
    implements DistillationTerm {

  public FeatureHint {
    Factor.require("weight of a feature hint", weight);
  }

  @Override
  public boolean changesNothing() {
    return weight == 0;
  }

  @Override
  public List<FeatureTerm> prepare(TrainedModel teacher, StageContext stage, String name)
      throws IOException {
    MapShape student = MapShape.ofStudent(stage.backbone(), studentVertex);
    Teacher known = new Teacher(teacher);
    String taught = known.vertex(teacherVertex);
    if (changesNothing() || !stage.trains(studentVertex)) {
      return List.of();
    }
    return List.of(
        new HintTerm(
            name,
            this,
            TeacherRows.of(known, taught, stage),
            student,
            stage.network().getConfiguration().getDataType(),
            stage.seed()));
  }

  @Override
  public String toString() {
    return "hint of " + teacherVertex + " to " + studentVertex + " with weight " + weight;
  }
}
