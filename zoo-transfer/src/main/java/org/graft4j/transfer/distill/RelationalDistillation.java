package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.internal.Factor;

/**
 * The pictures of a batch are to lie to each other as they do for the teacher (Park et al. 2019,
 * arXiv:1904.05068): at the student's feature vertex, and at the teacher's, the vertex that its
 * last layer with weights reads.
 *
 * <p>By distances: Huber's loss between the distances of all pairs, each divided by their mean, as
 * its mean over the pairs. By angles: Huber's loss between the cosines of the angle at one of three
 * pictures, as its mean over all triples of a batch. Pictures that are at one place have a distance
 * and a cosine of 0, without a slope; a batch of one picture has no pairs, one of two no triples.
 * The cost of angles grows with the third power of the batch.
 *
 * @param distanceWeight the factor on the first, not negative; at 0 it is left out
 * @param angleWeight the factor on the second, not negative; the paper takes twice that of the
 *     first
 */
public record RelationalDistillation(double distanceWeight, double angleWeight)
    implements DistillationTerm {

  public RelationalDistillation {
    Factor.require("distanceWeight", distanceWeight);
    Factor.require("angleWeight", angleWeight);
  }

  @Override
  public boolean changesNothing() {
    return distanceWeight == 0 && angleWeight == 0;
  }

  @Override
  public List<FeatureTerm> prepare(TrainedModel teacher, StageContext stage, String name)
      throws IOException {
    String vertex = stage.backbone().featureVertex();
    Teacher known = new Teacher(teacher);
    if (changesNothing() || !stage.trains(vertex)) {
      return List.of();
    }
    TeacherRows rows = TeacherRows.of(known, teacher.featureVertex(), stage);
    List<FeatureTerm> terms = new ArrayList<>();
    if (distanceWeight > 0) {
      terms.add(
          new RelationTerm(name + "-distance", vertex, distanceWeight, rows, new Distances()));
    }
    if (angleWeight > 0) {
      terms.add(new RelationTerm(name + "-angle", vertex, angleWeight, rows, new Angles()));
    }
    return terms;
  }

  @Override
  public String toString() {
    return "relations with weights " + distanceWeight + " and " + angleWeight;
  }
}
